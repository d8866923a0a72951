package io.croft.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.croft.catalog.Claim;
import io.croft.catalog.Limits;
import io.croft.catalog.OperationState;
import io.croft.catalog.Plan;
import io.croft.core.Isolation;
import io.croft.testbed.TestFleet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code croft move watch} and {@code croft move many} on real servers. */
final class MoveCommandsIT {

  private static final TestFleet FLEET = TestFleet.shared();
  private static final Map<String, String> ENVIRONMENT =
      Map.of("CROFT_CATALOG", FLEET.address().uri(), "CROFT_MASTER_SECRET", FLEET.secretHex());

  private static Console move(String... arguments) {
    List<String> all = new ArrayList<>(List.of("move"));
    all.addAll(List.of(arguments));
    return Console.run(ENVIRONMENT, all.toArray(String[]::new));
  }

  private static void create(String slug, String plan) {
    FLEET
        .catalog()
        .savePlan(
            new Plan(plan, Isolation.POOL, EnumSet.allOf(Isolation.class), Set.of(), Limits.NONE),
            "test");
    Console created =
        Console.run(
            ENVIRONMENT,
            "tenant",
            "create",
            slug,
            "--plan",
            plan,
            "--isolation",
            "pool",
            "--server",
            "eu-1");
    assertThat(created.status()).as(created.err()).isZero();
  }

  private static List<JsonNode> lines(Console watched) {
    return watched.out().lines().map(line -> new JsonMapper().readTree(line)).toList();
  }

  @Test
  void followsAMoveThatNobodyDrivesUntilSomebodyHasDrivenItToItsEnd() throws Exception {
    create("watched", "any");
    String id =
        move("start", "watched", "--isolation", "schema", "--no-wait", "--json")
            .json()
            .path("operation")
            .asString();
    assertThat(move("status", "watched").out())
        .contains("nobody drives it: croft move resume " + id);

    CompletableFuture<Console> watching =
        CompletableFuture.supplyAsync(() -> move("watch", "watched", "--json"));
    CompletableFuture<Console> text = CompletableFuture.supplyAsync(() -> move("watch", id));
    await().pollDelay(Duration.ofMillis(400)).until(() -> !watching.isDone());
    assertThat(move("resume", id).status()).isZero();

    Console seen = watching.get(1, TimeUnit.MINUTES);
    assertThat(seen.status()).as(seen.err()).isZero();
    List<JsonNode> lines = lines(seen);
    assertThat(lines.get(0).path("state").asString()).isEqualTo("pending");
    assertThat(lines.get(0).path("next").asString()).isEqualTo("croft move resume " + id);
    assertThat(lines.get(lines.size() - 1).path("state").asString()).isEqualTo("done");
    assertThat(lines.get(lines.size() - 1).path("next").isNull()).isTrue();
    assertThat(text.get(1, TimeUnit.MINUTES).out())
        .startsWith("watched: pending; nobody drives it: croft move resume " + id)
        .contains("watched: done");
  }

  @Test
  void showsHowFarTheWorkerIsAndEndsWithOneWhenTheMoveHasFailed() {
    create("stalled", "any");
    String id =
        move("start", "stalled", "--isolation", "schema", "--no-wait", "--json")
            .json()
            .path("operation")
            .asString();
    Claim claim =
        FLEET
            .catalog()
            .operations()
            .claim(UUID.fromString(id), "a worker", Duration.ofSeconds(30))
            .orElseThrow();
    FLEET.catalog().operations().begin(claim, "copied");
    Map<String, String> said =
        Map.of("step", "copied", "rows", "1200/5000", "bytes", "120000/500000", "left", "65000");
    FLEET.catalog().operations().heartbeat(claim, Duration.ofSeconds(30), said);

    assertThat(move("status", id).out())
        .contains("1,200 of 5,000 rows, 120 kB of 500 kB, 1:05 left")
        .doesNotContain("nobody drives it");
    JsonNode progress = move("status", id, "--json").json().path("progress");
    assertThat(progress.path("ofRows").asLong()).isEqualTo(5_000);
    assertThat(progress.path("lagMillis").isNull()).isTrue();

    FLEET.catalog().operations().finish(claim, OperationState.FAILED, "it broke");
    Console watched = move("watch", id);
    assertThat(watched.status()).isEqualTo(1);
    assertThat(watched.out())
        .isEqualTo(
            "stalled: failed, copied: it broke; nobody drives it: croft move resume %s%n"
                .formatted(id));
  }

  @Test
  void movesManyAndSaysWhoWasNotMovedAndWhy() {
    create("many-a", "many");
    create("many-b", "many");
    create("many-c", "many");
    String[] all = {"many", "--plan", "many", "--isolation", "schema", "--json"};
    assertThat(move("start", "many-c", "--isolation", "database", "--no-wait").status()).isZero();

    Console planned = move("many", "--plan", "many", "--isolation", "schema", "--dry-run");
    assertThat(planned.status()).as(planned.err()).isZero();
    assertThat(planned.out())
        .containsPattern("many-a +pool@eu-1 +schema@eu-1 +planned")
        .containsPattern("many-c .* refused +operation-in-progress: ");
    assertThat(Console.run(ENVIRONMENT, "tenant", "show", "many-a").out()).contains("pool");

    Console moved = move(all);
    assertThat(moved.status()).as("one was refused").isEqualTo(3);
    assertThat(moved.json().path("outcomes").path("moved").asInt()).isEqualTo(2);
    assertThat(moved.json().path("outcomes").path("refused").asInt()).isEqualTo(1);
    assertThat(moved.json().path("movesPerMinute").asDouble()).isPositive();
    assertThat(moved.json().path("longestPauseMillis").isNumber()).isTrue();

    assertThat(move("cancel", "many-c").status()).isZero();
    Console again = move("many", "--plan", "many", "--isolation", "schema", "--at-once", "1");
    assertThat(again.status()).as(again.err()).isZero();
    assertThat(again.out()).contains("1 moved").contains("2 there").contains("longest pause");
  }

  @Test
  void refusesToMoveEveryTenantOrToNowhere() {
    assertThat(move("many", "--isolation", "schema", "--json").errorCode())
        .isEqualTo("argument-invalid");
    assertThat(move("many", "--plan", "many", "--json").errorCode()).isEqualTo("argument-invalid");
    assertThat(
            move("many", "--plan", "many", "--server", "us-1", "--at-once", "0", "--json")
                .errorCode())
        .isEqualTo("argument-invalid");
    assertThat(move("many", "--from-server", "moon-1", "--server", "us-1", "--json").errorCode())
        .isEqualTo("server-unknown");
  }
}
