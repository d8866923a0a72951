package io.croft.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ClientSettingsTest {

  @TempDir private Path directory;

  @Test
  void aTransactionPoolWithoutResetIsFound() throws IOException {
    assertThat(pooler("pool_mode = transaction")).containsExactly("CROFT701");
    assertThat(pooler("pool_mode=transaction", "server_reset_query_always = 1  ; always"))
        .isEmpty();
    assertThat(
            pooler(
                "pool_mode = transaction",
                "server_reset_query = RESET ALL",
                "server_reset_query_always = 1"))
        .containsExactly("CROFT701");
  }

  @Test
  void aSessionPoolIsSoundUnlessItsResetIsTakenAway() throws IOException {
    assertThat(pooler("; a comment", "[pgbouncer]", "pool_mode = session")).isEmpty();
    assertThat(pooler("server_reset_query =")).containsExactly("CROFT701");
  }

  @Test
  void swallowedStartupOptionsAreFound() throws IOException {
    assertThat(pooler("ignore_startup_parameters = extra_float_digits, options"))
        .containsExactly("CROFT702");
    assertThat(pooler("ignore_startup_parameters = extra_float_digits")).isEmpty();
  }

  @Test
  void theDriversAddressIsRead() {
    assertThat(
            driver("jdbc:postgresql://h/d?preferQueryMode=simple&preparedStatementCacheQueries=8"))
        .containsExactly("CROFT703");
    assertThat(driver("jdbc:postgresql://h/d")).containsExactly("CROFT704");
    assertThat(driver("jdbc:postgresql://h/d?preparedStatementCacheQueries=64")).isEmpty();
  }

  @Test
  void withoutThemTheRulesAreNotApplicable() {
    Findings findings = new Findings();
    ClientSettings.check(AuditOptions.DEFAULT, "eu-1", findings);
    assertThat(findings.notApplicable())
        .containsOnlyKeys("CROFT701", "CROFT702", "CROFT703", "CROFT704");
  }

  private List<String> pooler(String... lines) throws IOException {
    Path file = Files.write(directory.resolve("pgbouncer.ini"), List.of(lines));
    return rules(AuditOptions.DEFAULT.withPooler(file));
  }

  private static List<String> driver(String url) {
    return rules(AuditOptions.DEFAULT.withApplicationUrl(url));
  }

  private static List<String> rules(AuditOptions options) {
    Findings findings = new Findings();
    ClientSettings.check(options, "eu-1", findings);
    return findings.all().stream().map(finding -> finding.rule().id()).toList();
  }
}
