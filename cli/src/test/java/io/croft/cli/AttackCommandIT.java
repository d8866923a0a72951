package io.croft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.croft.catalog.TenantFilter;
import io.croft.testbed.TestFleet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The attack suite from the command line: on servers of its own, and on a live system. */
final class AttackCommandIT {

  private static final TestFleet FLEET = TestFleet.shared();
  private static final Map<String, String> ENVIRONMENT =
      Map.of("CROFT_CATALOG", FLEET.address().uri(), "CROFT_MASTER_SECRET", FLEET.secretHex());

  @TempDir private Path directory = Path.of("");

  @Test
  void provesAttacksOnServersOfItsOwn() throws Exception {
    Path xml = directory.resolve("attacks.xml");
    Console ran =
        Console.run(
            Map.of(),
            "attack",
            "--embedded",
            "--isolation",
            "pool,schema",
            "--only",
            "missing-where,foreign-insert,listen-notify",
            "--junit",
            xml.toString(),
            "--json");
    assertThat(ran.status()).as(ran.err()).isZero();
    JsonNode attacks = ran.json().path("attacks");
    assertThat(attacks.size()).isEqualTo(5);
    assertThat(attacks.path(0).path("id").asString()).isEqualTo("missing-where");
    assertThat(attacks.path(0).path("isolation").asString()).isEqualTo("pool");
    assertThat(attacks.path(0).path("outcome").asString()).isEqualTo("held");
    assertThat(attacks.path(0).path("control").asString()).isEqualTo("succeeds");
    assertThat(attacks.path(2).path("outcome").asString()).isEqualTo("residual");
    assertThat(attacks.path(2).path("control").asString()).isEqualTo("not-run-here");
    assertThat(Files.readString(xml)).contains("<testsuite name=\"schema\" tests=\"2\"");
  }

  @Test
  void attacksALiveSystemAndLeavesNothing() {
    Console ran =
        Console.run(ENVIRONMENT, "attack", "--only", "missing-where,role-left-behind,new-table");
    assertThat(ran.status()).as(ran.err()).isZero();
    assertThat(ran.out())
        .contains("Isolation pool")
        .containsPattern("missing-where +held +not-run-here")
        .containsPattern("new-table +not-run-here +not-run-here")
        .contains("nothing got through");
    assertThat(FLEET.catalog().tenants(TenantFilter.all()))
        .noneMatch(row -> row.tenant().slug().value().startsWith("croft-canary"));
  }

  @Test
  void saysWhatItWouldDo() {
    Console ran = Console.run(ENVIRONMENT, "attack", "--dry-run", "--isolation", "schema");
    assertThat(ran.status()).as(ran.err()).isZero();
    assertThat(ran.out()).contains("two canaries in a schema").doesNotContain("in a database");
    assertThat(FLEET.catalog().tenants(TenantFilter.all()))
        .noneMatch(row -> row.tenant().slug().value().startsWith("croft-canary"));
  }

  @Test
  void listsTheAttacks() {
    Console listed = Console.run(Map.of(), "attack", "--list");
    assertThat(listed.status()).isZero();
    assertThat(listed.out()).contains("register-set-config").contains("register-granted");
    Console json = Console.run(Map.of(), "attack", "--list", "--only", "no-tenant", "--json");
    assertThat(json.json().path(0).path("controls").path(0).asString()).isEqualTo("tenant-silent");
  }

  @Test
  void refusesWhatItCannotUnderstand() {
    assertThat(Console.run(Map.of(), "attack", "--only", "nonsense", "--list").status())
        .isEqualTo(Exit.USAGE.status());
    assertThat(Console.run(Map.of(), "attack", "--embedded", "--dry-run").status())
        .isEqualTo(Exit.USAGE.status());
  }
}
