package io.croft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.croft.catalog.Claim;
import io.croft.catalog.NewTenant;
import io.croft.catalog.Operation;
import io.croft.catalog.OperationState;
import io.croft.core.Isolation;
import io.croft.core.Slug;
import io.croft.core.TenantId;
import io.croft.testbed.TestFleet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The commands that talk to a catalog, on real servers. */
final class CommandsIT {

  private static final TestFleet FLEET = TestFleet.shared();
  private static final Map<String, String> ENVIRONMENT =
      Map.of("CROFT_CATALOG", FLEET.address().uri(), "CROFT_MASTER_SECRET", FLEET.secretHex());

  private static Console croft(String... arguments) {
    return Console.run(ENVIRONMENT, arguments);
  }

  private static Console json(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add("--json");
    return croft(all.toArray(String[]::new));
  }

  private static Console create(String slug, String... more) {
    List<String> all = new ArrayList<>(List.of("tenant", "create", slug, "--plan", "any"));
    all.addAll(List.of(more));
    return json(all.toArray(String[]::new));
  }

  @Test
  void showsUpgradesAndRekeysTheGates() throws Exception {
    Console status = json("gate", "status", "--server", TestFleet.EU);
    assertThat(status.status()).as(status.err()).isZero();
    assertThat(status.json().get(0).path("database").asString()).isEqualTo("croft_template");
    assertThat(croft("gate", "rotate-key", "--grace", "0").status()).isZero();
    try (var admin = FLEET.catalog().admin(TestFleet.EU, "croft_app");
        var statement = admin.createStatement()) {
      statement.execute("GRANT SELECT ON croft.seal_key TO croft_app");
      Console changed = croft("gate", "status");
      assertThat(changed.status()).isEqualTo(8);
      assertThat(changed.out()).contains("eu-1/croft_app: croft.seal_key is altered: rights");
      assertThat(croft("gate", "upgrade", "--dry-run").out()).contains("would be upgraded");
      statement.execute("REVOKE SELECT ON croft.seal_key FROM croft_app");
    }
    Console upgraded = croft("gate", "upgrade");
    assertThat(upgraded.status()).as(upgraded.out()).isZero();
    assertThat(json("gate", "status", "--server", "moon-1").errorCode())
        .isEqualTo("server-unknown");
    assertThat(json("gate", "rotate-key", "--grace", "-1").errorCode())
        .isEqualTo("argument-invalid");
  }

  @Test
  void createsATenantWithItsHome() {
    Console created = create("create-me", "--name", "Create Me Ltd", "--isolation", "schema");
    assertThat(created.status()).as(created.err()).isZero();
    assertThat(created.json().path("status").asString()).isEqualTo("active");
    assertThat(created.json().path("home").path("isolation").asString()).isEqualTo("schema");
    assertThat(create("create-me").errorCode()).isEqualTo("slug-taken");
  }

  @Test
  void completesATenantWhoseCreationWasInterrupted() {
    TenantId id = TenantId.random();
    FLEET
        .catalog()
        .createTenant(
            new NewTenant(id, Slug.of("half-made"), "Half", "any", null),
            Isolation.DATABASE,
            TestFleet.US,
            "test");
    Console completed = create("half-made");
    assertThat(completed.status()).as(completed.err()).isZero();
    assertThat(completed.json().path("id").asString()).isEqualTo(id.toString());
    assertThat(completed.json().path("status").asString()).isEqualTo("active");
  }

  @Test
  void refusesBadTenantsWithTheExitCodeOfTheirKind() {
    assertThat(croft("tenant", "create", "Not A Slug").status()).isEqualTo(2);
    assertThat(croft("tenant", "create", "no-plan", "--plan", "nonesuch").status()).isEqualTo(5);
    assertThat(create("no-server", "--server", "moon-1").errorCode()).isEqualTo("server-unknown");
    assertThat(json("tenant", "create", "bad", "--isolation", "pond").errorCode())
        .isEqualTo("isolation-invalid");
    Console forbidden =
        json("tenant", "create", "too-free", "--plan", "free", "--isolation", "database");
    assertThat(forbidden.status()).isEqualTo(3);
    assertThat(forbidden.errorCode()).isEqualTo("isolation-forbidden");
    assertThat(croft("tenant", "show", "too-free").status()).isEqualTo(5);
  }

  @Test
  void showsAndChangesWhatATenantMayTake() {
    create("limited");
    Console tried =
        json("limit", "set", "--tenant", "limited", "connections=3", "mode=dry-run", "--dry-run");
    assertThat(tried.status()).as(tried.err()).isZero();
    assertThat(limit(tried, "connections").path("holds").asInt()).isEqualTo(3);
    assertThat(limit(json("limit", "show", "--tenant", "limited"), "connections").path("holds"))
        .as("nothing was changed")
        .hasToString("\"none\"");

    assertThat(croft("limit", "set", "--tenant", "limited", "connections=3", "weight=2").status())
        .isZero();
    assertThat(croft("limit", "set", "--tenant", "limited", "weight=default").status()).isZero();
    Console shown = json("limit", "show", "--tenant", "limited");
    assertThat(limit(shown, "connections").path("own").asInt()).isEqualTo(3);
    assertThat(limit(shown, "weight").path("own").isNull()).isTrue();
    assertThat(croft("limit", "show", "--plan", "free").out())
        .containsPattern("requests-per-minute +60 ")
        .contains("mode");

    assertThat(json("limit", "set", "--tenant", "limited", "colour=3").errorCode())
        .isEqualTo("configuration-invalid");
    assertThat(json("limit", "set", "--tenant", "limited", "connections").errorCode())
        .isEqualTo("argument-invalid");
    assertThat(json("limit", "show", "--plan", "gold").errorCode()).isEqualTo("plan-unknown");
    assertThat(json("limit", "show", "--tenant", "nobody").errorCode()).isEqualTo("tenant-unknown");
    assertThat(croft("limit", "show").status()).isEqualTo(2);
  }

  private static JsonNode limit(Console limits, String word) {
    for (JsonNode one : limits.json()) {
      if (one.path("limit").asString().equals(word)) {
        return one;
      }
    }
    throw new AssertionError("no limit " + word);
  }

  @Test
  void listsTenantsByIsolation() {
    create("in-a-database", "--isolation", "database");
    create("in-the-pool", "--isolation", "pool");
    Console listed = json("tenant", "list", "--isolation", "database");
    assertThat(listed.json().findValuesAsString("slug"))
        .contains("in-a-database")
        .doesNotContain("in-the-pool");
    assertThat(croft("tenant", "list", "--status", "active").out())
        .startsWith("SLUG ")
        .contains("in-the-pool");
  }

  @Test
  void movesATenantAndShowsItsHistory() {
    create("mover", "--isolation", "pool", "--server", "eu-1");
    Console preview = json("move", "preview", "mover", "--isolation", "schema");
    assertThat(preview.json().path("fits").asBoolean()).as(preview.err()).isTrue();
    Console moved = json("move", "start", "mover", "--isolation", "schema", "--server", "us-1");
    assertThat(moved.status()).as(moved.err()).isZero();
    assertThat(moved.json().path("state").asString()).isEqualTo("done");
    assertThat(moved.json().path("steps").findValuesAsString("name"))
        .isEqualTo(preview.json().path("steps").findValuesAsString("name"));
    assertThat(json("tenant", "show", "mover").json().path("history").findValuesAsString("server"))
        .containsExactly("us-1", "eu-1");
    Console again = json("move", "start", "mover", "--isolation", "schema", "--server", "us-1");
    assertThat(again.status()).isEqualTo(6);
    assertThat(again.errorCode()).isEqualTo("already-there");
    assertThat(json("move", "cancel", "mover").errorCode()).isEqualTo("operation-ended");
  }

  @Test
  void cancelsAMoveThatNobodyHasBegun() {
    create("stays", "--isolation", "pool");
    Console begun = json("move", "start", "stays", "--isolation", "schema", "--no-wait");
    assertThat(begun.json().path("state").asString()).isEqualTo("pending");
    assertThat(json("move", "start", "stays", "--isolation", "database").errorCode())
        .isEqualTo("operation-in-progress");
    Console cancelled = json("move", "cancel", "stays");
    assertThat(cancelled.status()).as(cancelled.err()).isZero();
    assertThat(cancelled.json().path("state").asString()).isEqualTo("cancelled");
  }

  @Test
  void resumesAMoveThatFailed() {
    create("resumed", "--isolation", "pool");
    String id =
        json("move", "start", "resumed", "--isolation", "schema", "--no-wait")
            .json()
            .path("operation")
            .asString();
    Claim claim =
        FLEET
            .catalog()
            .operations()
            .claim(UUID.fromString(id), "a worker", Duration.ofSeconds(9))
            .orElseThrow();
    FLEET.catalog().operations().finish(claim, OperationState.FAILED, "it broke");
    assertThat(json("move", "status", "resumed").json().path("state").asString())
        .isEqualTo("failed");
    Console resumed = json("move", "resume", id);
    assertThat(resumed.status()).as(resumed.err()).isZero();
    assertThat(resumed.json().path("state").asString()).isEqualTo("done");
  }

  @Test
  void takesOverAMoveWhoseWorkerIsSilent() {
    create("shared", "--isolation", "pool");
    json("move", "start", "shared", "--isolation", "schema", "--no-wait");
    Operation move = FLEET.catalog().operations().active(tenant("shared")).orElseThrow();
    Claim claim =
        FLEET
            .catalog()
            .operations()
            .claim(move.id(), "a worker that dies", Duration.ofMillis(600))
            .orElseThrow();
    Console resumed = json("move", "resume", move.id().toString());
    assertThat(resumed.json().path("state").asString()).as(resumed.err()).isEqualTo("done");
    assertThat(claim.attempt())
        .isLessThan(FLEET.catalog().operations().operation(move.id()).attempt());
  }

  private static TenantId tenant(String slug) {
    return FLEET.catalog().tenant(Slug.of(slug)).orElseThrow().id();
  }

  @Test
  void refusesAMoveOfNobody() {
    assertThat(json("move", "start", "nobody", "--isolation", "schema").errorCode())
        .isEqualTo("tenant-unknown");
    assertThat(json("move", "status", "6f1c4f6e-0f0a-4d1c-9a52-0d6f5f0f1a2b").errorCode())
        .isEqualTo("operation-unknown");
  }

  @Test
  void readsTheSecretOnlyFromAFileOfItsOwner(@TempDir Path directory) throws Exception {
    Path file = Files.writeString(directory.resolve("secret"), FLEET.secretHex());
    Map<String, String> noSecret = Map.of("CROFT_CATALOG", FLEET.address().uri());
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    String[] list = {"tenant", "list", "--secret-file", file.toString(), "--json"};
    assertThat(Console.run(noSecret, list).errorCode()).isEqualTo("configuration-invalid");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    assertThat(Console.run(noSecret, list).status()).isZero();
    assertThat(Console.run(noSecret, "tenant", "list").status()).isEqualTo(2);
  }

  @Test
  void tellsWhenNoCatalogIsNamed(@TempDir Path directory) {
    Map<String, String> nothing = Map.of("CROFT_STATE", directory.resolve("none").toString());
    Console listed = Console.run(nothing, "tenant", "list", "--json");
    assertThat(listed.status()).isEqualTo(5);
    assertThat(listed.errorCode()).isEqualTo("catalog-unknown");
  }

  @Test
  void neverShowsThePasswordOfACatalogThatDoesNotAnswer() {
    Console listed =
        Console.run(
            ENVIRONMENT,
            "tenant",
            "list",
            "--catalog",
            "postgresql://me:hush-hush@127.0.0.1:1/croft");
    assertThat(listed.status()).isEqualTo(1);
    assertThat(listed.err()).contains("127.0.0.1:1").doesNotContain("hush-hush");
  }
}
