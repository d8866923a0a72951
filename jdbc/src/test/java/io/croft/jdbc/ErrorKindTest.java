package io.croft.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.croft.core.ErrorCode;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class ErrorKindTest {

  @ParameterizedTest
  @CsvSource({
    "08001, CONNECTION",
    "08006, CONNECTION",
    "57P01, CONNECTION",
    "08004, PERMISSION",
    "28P01, PERMISSION",
    "42501, PERMISSION",
    "TN007, PERMISSION",
    "TN001, FENCED",
    "TN002, FENCED",
    "25P03, TIMEOUT",
    "57P05, TIMEOUT",
    "53400, OVER_LIMIT",
    "53300, RESOURCES",
    "53100, RESOURCES",
    "54001, RESOURCES",
    "40001, CONFLICT",
    "40P01, CONFLICT",
    "55P03, CONFLICT",
    "40002, CONSTRAINT",
    "23505, CONSTRAINT",
    "44000, CONSTRAINT",
    "42601, PROGRAMMING",
    "42P01, PROGRAMMING",
    "22012, PROGRAMMING",
    "25P02, PROGRAMMING",
    "0A000, PROGRAMMING",
    "57014, CANCELLED",
    "P0001, OTHER",
    "XX000, OTHER",
    "'', OTHER"
  })
  void knowsTheKindOfASqlState(String state, ErrorKind kind) {
    assertThat(ErrorKind.of(new SQLException("no", state))).isEqualTo(kind);
  }

  @Test
  void takesAnErrorWithoutAStateForAnother() {
    assertThat(ErrorKind.of(new SQLException("no"))).isEqualTo(ErrorKind.OTHER);
  }

  @ParameterizedTest
  @CsvSource({
    "CONNECTION_TIMEOUT, TIMEOUT",
    "FENCE_TIMEOUT, FENCED",
    "TENANT_OVER_LIMIT, OVER_LIMIT",
    "SERVER_UNREACHABLE, CONNECTION",
    "CATALOG_UNREACHABLE, CONNECTION",
    "LOGIN_REFUSED, PERMISSION",
    "TENANT_UNKNOWN, PERMISSION",
    "TENANT_NOT_ACTIVE, PERMISSION",
    "INTERRUPTED, CANCELLED",
    "BULK_ROW_INVALID, PROGRAMMING"
  })
  void knowsTheKindOfWhatCroftItselfRaises(ErrorCode code, ErrorKind kind) {
    assertThat(ErrorKind.of(Errors.of(code, "what", "hint", null))).isEqualTo(kind);
  }

  @ParameterizedTest
  @EnumSource
  void spellsKindsInLowerCaseWhateverTheLanguage(ErrorKind kind) {
    assertThat(kind.word()).matches("[a-z]+(-[a-z]+)*");
  }

  @Test
  void whatTheBudgetLacksIsATimeoutOfCroft() {
    assertThat(
            ErrorKind.of(Errors.of(ErrorCode.BUDGET_TOO_SMALL, "none is left", "raise it", null)))
        .isEqualTo(ErrorKind.TIMEOUT);
  }
}
