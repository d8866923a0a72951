package io.croft.spring.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class ProblemTest {

  @ParameterizedTest
  @CsvSource({
    "TENANT_MISSING, 400",
    "TENANT_AMBIGUOUS, 400",
    "SLUG_INVALID, 400",
    "TENANT_ID_INVALID, 400",
    "CALLER_UNKNOWN, 401",
    "TENANT_FORBIDDEN, 403",
    "TENANT_NOT_ACTIVE, 403",
    "TENANT_UNKNOWN, 404",
    "TENANT_OVER_LIMIT, 429",
    "FENCE_TIMEOUT, 503",
    "CONNECTION_TIMEOUT, 503",
    "SERVER_UNREACHABLE, 503",
    "CATALOG_UNREACHABLE, 503",
    "NO_TENANT_IN_SCOPE, 500"
  })
  void eachCodeHasItsStatus(ErrorCode code, int status) {
    assertThat(Problem.of(new CroftException(code, "found", "do")).status()).isEqualTo(status);
  }

  @ParameterizedTest
  @EnumSource(
      names = {"SERVER_UNREACHABLE", "FENCE_TIMEOUT", "TENANT_NOT_ACTIVE", "NO_TENANT_IN_SCOPE"})
  void whatAClientCanDoNothingAboutIsNotTold(ErrorCode code) {
    String told =
        Problem.of(new CroftException(code, "eu-1 of tenant 42 at 10.0.0.7", "do")).json();
    assertThat(told).contains(code.code()).doesNotContain("eu-1", "42", "10.0.0.7");
  }

  @Test
  void isFoundAmongTheCauses() {
    CroftException croft = new CroftException(ErrorCode.TENANT_UNKNOWN, "found", "do");
    assertThat(Problem.in(new IllegalStateException(new SQLException(croft))))
        .contains(Problem.of(croft));
    assertThat(Problem.in(new IllegalStateException("the application's own"))).isEmpty();
  }

  @Test
  void endsWhereCausesLeadBack() {
    Exception one = new Exception("one");
    Exception other = new Exception("other", one);
    one.initCause(other);
    assertThat(Problem.in(one)).isEmpty();
  }
}
