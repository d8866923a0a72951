package io.croft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.croft.core.Isolation;
import io.croft.testbed.TestFleet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code croft watch} on real servers. */
final class WatchCommandsIT {

  private static final TestFleet FLEET = TestFleet.shared();
  private static final Map<String, String> ENVIRONMENT =
      Map.of("CROFT_CATALOG", FLEET.address().uri(), "CROFT_MASTER_SECRET", FLEET.secretHex());

  private static Console watch(String... arguments) {
    List<String> all = new ArrayList<>(List.of("watch"));
    all.addAll(List.of(arguments));
    return Console.run(ENVIRONMENT, all.toArray(String[]::new));
  }

  @BeforeAll
  static void plant() {
    FLEET.tenant(Isolation.SCHEMA, TestFleet.US);
    FLEET.tenant(Isolation.DATABASE, TestFleet.US);
  }

  @Test
  void makesARoundAndShowsItsResult() {
    Console planned = watch("run", "--dry-run", "--server", TestFleet.US, "--json");
    assertThat(planned.status()).as(planned.err()).isZero();
    assertThat(planned.json().get(0).path("homes").asInt()).isGreaterThanOrEqualTo(2);

    Console once = watch("run", "--once", "--server", TestFleet.US, "--homes-per-round", "500");
    assertThat(once.status()).as(once.out()).isZero();
    assertThat(once.out()).contains("us-1").contains("complete").contains("in each round");

    Console status = watch("status", "--server", TestFleet.US, "--max-age", "3600");
    assertThat(status.status()).as(status.out()).isZero();
    assertThat(status.out()).contains("No alarm and no blind spot is open.");
    assertThat(watch("status", "--server", TestFleet.US, "--max-age", "-1").status()).isEqualTo(8);
    Console history = watch("status", "--server", TestFleet.US, "--history");
    assertThat(history.out()).contains("own-row").contains("forged-seal");
  }

  @Test
  void endsWithEightWhileAnAlarmIsOpenAndRunsTheCommand(@TempDir Path directory) throws Exception {
    Path told = directory.resolve("told");
    String[] run = {
      "run", "--once", "--server", TestFleet.EU, "--on-alarm", "cat >> '" + told + "'", "--json"
    };
    assertThat(watch(run).status()).isZero();
    try (var admin = FLEET.catalog().admin(TestFleet.EU, "croft_app");
        var statement = admin.createStatement()) {
      statement.execute("GRANT SELECT ON croft.seal_key TO croft_app");
      try {
        Console alarmed = watch(run);
        assertThat(alarmed.status()).isEqualTo(8);
        JsonNode found = alarmed.json().get(0).path("notHeld").get(0);
        assertThat(found.path("probe").asString()).isEqualTo("gate");
        assertThat(found.path("outcome").asString()).isEqualTo("alarm");
        assertThat(watch(run).status()).isEqualTo(8);
        Console status = watch("status", "--server", TestFleet.EU);
        assertThat(status.status()).isEqualTo(8);
        assertThat(status.out()).contains("croft.seal_key is altered");
      } finally {
        statement.execute("REVOKE SELECT ON croft.seal_key FROM croft_app");
      }
    }
    assertThat(watch(run).status()).isZero();
    assertThat(watch("status", "--server", TestFleet.EU, "--json").status()).isZero();
    assertThat(Files.readAllLines(told))
        .extracting(line -> new JsonMapper().readTree(line).path("event").asString())
        .containsExactly("opened", "resolved");
  }

  @Test
  void aRoundThatAnotherWatchMakesProvesNothing() {
    var other =
        FLEET.catalog().proof().begin(TestFleet.US, "other", Duration.ofMinutes(1)).orElseThrow();
    Console elsewhere;
    try {
      elsewhere = watch("run", "--once", "--server", TestFleet.US);
    } finally {
      FLEET.catalog().proof().end(other, true);
    }
    assertThat(elsewhere.out()).contains("elsewhere");
    assertThat(elsewhere.status()).isEqualTo(8);
  }

  @Test
  void refusesWhatItCannotDo() {
    assertThat(watch("run", "--once", "--server", "moon-1", "--json").errorCode())
        .isEqualTo("server-unknown");
    assertThat(watch("run", "--once", "--interval", "0", "--json").errorCode())
        .isEqualTo("argument-invalid");
    assertThat(watch("run", "--once", "--homes-per-round", "0", "--json").errorCode())
        .isEqualTo("configuration-invalid");
  }
}
