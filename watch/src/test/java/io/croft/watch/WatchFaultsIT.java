package io.croft.watch;

import static io.croft.watch.WatchFixture.SERVER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.croft.catalog.ProbeFilter;
import io.croft.catalog.ProbeOutcome;
import io.croft.catalog.ProbeResult;
import io.croft.core.Isolation;
import io.croft.core.Placement;
import io.croft.testbed.TestFleet;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The watch beside others who change, hold or break what it looks at. */
final class WatchFaultsIT {

  private static final WatchFixture FIXTURE = WatchFixture.shared();

  @Test
  void keepsAnAlarmOfABorderWhileItStandsOpenWhomeverItTriesNext() {
    Placement reader = FIXTURE.home(FIXTURE.inSchema);
    Placement read = FIXTURE.home(FIXTURE.inOtherSchema);
    Placement entered = FIXTURE.home(FIXTURE.inOtherDatabase);
    for (int i = 0; i < 3; i++) {
      FIXTURE.fleet.tenant(Isolation.SCHEMA, SERVER);
      FIXTURE.fleet.tenant(Isolation.DATABASE, SERVER);
    }
    FIXTURE.sql(
        reader,
        "GRANT USAGE ON SCHEMA %s TO %s".formatted(read.schema(), reader.login()),
        "GRANT SELECT ON %s.croft_canary TO %s".formatted(read.schema(), reader.login()),
        "GRANT CONNECT ON DATABASE %s TO %s".formatted(entered.database(), reader.login()));
    Watch one = FIXTURE.watch(WatchSettings.DEFAULT.withHomesPerRound(2));
    try {
      for (int round = 0; round < 12; round++) {
        RoundReport report = FIXTURE.round(one);
        assertThat(WatchFixture.of(report, FIXTURE.inSchema))
            .filteredOn(result -> !result.probe().equals("own-row"))
            .as(report.toString())
            .allMatch(result -> result.outcome() == ProbeOutcome.ALARM);
      }
    } finally {
      FIXTURE.sql(
          reader,
          "REVOKE USAGE ON SCHEMA %s FROM %s".formatted(read.schema(), reader.login()),
          "REVOKE SELECT ON %s.croft_canary FROM %s".formatted(read.schema(), reader.login()),
          "REVOKE CONNECT ON DATABASE %s FROM %s".formatted(entered.database(), reader.login()));
    }
    WatchFixture.assertAllHeld(FIXTURE.round());
    assertThat(FIXTURE.catalog.proof().stretches(ProbeFilter.open().on(SERVER))).isEmpty();
  }

  @Test
  void doesNotWaitForAnAdministratorWhoHoldsTheGate() throws Exception {
    Watch hasty =
        FIXTURE.watch(
            new WatchSettings(1, Duration.ofDays(1), Duration.ofMinutes(5), Duration.ofSeconds(1)));
    try (Connection holder = FIXTURE.fleet.superuser(FIXTURE.pool());
        Statement statement = holder.createStatement()) {
      holder.setAutoCommit(false);
      statement.execute("LOCK TABLE croft.installation IN ACCESS EXCLUSIVE MODE");
      CompletableFuture<RoundReport> round =
          CompletableFuture.supplyAsync(() -> FIXTURE.round(hasty));
      try {
        assertThat(WatchFixture.of(round.get(30, TimeUnit.SECONDS), Probe.GATE))
            .anySatisfy(
                result -> {
                  assertThat(result.outcome()).isEqualTo(ProbeOutcome.BLIND);
                  assertThat(result.evidence()).isEqualTo("57014");
                });
      } finally {
        holder.rollback();
        round.get(30, TimeUnit.SECONDS);
      }
    }
    WatchFixture.assertAllHeld(FIXTURE.round());
  }

  @Test
  void doesNotLookAgainOnceItIsStopped() {
    String login = FIXTURE.home(FIXTURE.inSchema).login();
    AtomicInteger asked = new AtomicInteger();
    int turns = FIXTURE.watch.plan(SERVER).turn().size();
    FIXTURE.sql(FIXTURE.pool(), "ALTER ROLE " + login + " NOLOGIN");
    RoundReport report;
    try {
      report =
          FIXTURE.watch.round(
              SERVER, "test", WatchListener.NONE, () -> asked.incrementAndGet() > turns);
    } finally {
      FIXTURE.sql(FIXTURE.pool(), "ALTER ROLE " + login + " LOGIN");
    }
    assertThat(WatchFixture.of(report, FIXTURE.inSchema)).isEmpty();
    assertThat(report.round().orElseThrow().complete()).isFalse();
    WatchFixture.assertAllHeld(FIXTURE.round());
  }

  @Test
  void goesOnWithTheNextServerWhenARoundBreaks() {
    WatchListener broken =
        new WatchListener() {
          @Override
          public void asked(ProbeResult result) {
            if (result.server().equals(SERVER)) {
              throw new IllegalStateException("broken");
            }
          }
        };
    List<RoundReport> reports = new CopyOnWriteArrayList<>();
    try (WatchLoop loop =
        WatchLoop.start(
            FIXTURE.watch,
            () -> List.of(SERVER, TestFleet.US),
            "test",
            Duration.ofMillis(10),
            broken,
            reports::add)) {
      assertThat(loop).isNotNull();
      await().atMost(Duration.ofSeconds(20)).until(() -> !reports.isEmpty());
    }
    assertThat(reports).allMatch(report -> report.server().equals(TestFleet.US));
    WatchFixture.assertAllHeld(FIXTURE.round());
  }
}
