package io.croft.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.postgresql.util.PasswordUtil;

final class ScramVerifierTest {

  @Test
  void knowsThePasswordThatItWasMadeOf() throws SQLException {
    ScramVerifier kept = ScramVerifier.parse(verifier("correct horse")).orElseThrow();
    assertThat(kept.isOf("correct horse")).isTrue();
    assertThat(kept.isOf("correct horsf")).isFalse();
  }

  @Test
  void isNoOtherForm() {
    assertThat(ScramVerifier.parse("md5c6b1e7f0a3d6a1f1b2c3d4e5f6a7b8c9")).isEmpty();
    assertThat(ScramVerifier.parse("")).isEmpty();
  }

  private static String verifier(String password) throws SQLException {
    return PasswordUtil.encodePassword("somebody", password.toCharArray(), "scram-sha-256");
  }
}
