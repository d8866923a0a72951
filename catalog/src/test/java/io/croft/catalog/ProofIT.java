package io.croft.catalog;

import static io.croft.catalog.Refused.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.croft.core.ErrorCode;
import io.croft.core.Isolation;
import io.croft.core.Placement;
import io.croft.core.Slug;
import io.croft.core.TenantId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ProofIT {

  private static final Duration LEASE = Duration.ofMinutes(1);
  private static final Duration MONTH = Duration.ofDays(30);

  private static CatalogAddress address;
  private static ControlCatalog control;
  private static Proof proof;

  @BeforeAll
  static void open() {
    address = Catalogs.freshCatalog();
    control = ControlCatalog.open(address, Catalogs.SECRET);
    proof = control.proof();
    for (String server : List.of("eu-1", "eu-2", "eu-3", "eu-4")) {
      control.addServer(Catalogs.server(server, "eu"), "ada");
    }
  }

  @AfterAll
  static void close() {
    control.close();
  }

  private static Placement tenant(String slug, String server) {
    NewTenant tenant = new NewTenant(TenantId.random(), Slug.of(slug), slug, "professional", null);
    control.createTenant(tenant, Isolation.SCHEMA, server, "ada");
    control.activate(tenant.id(), "ada");
    return control.placement(tenant.id()).orElseThrow();
  }

  private static ProbeResult result(Placement home, String probe, ProbeOutcome outcome) {
    return ProbeResult.of(home, probe, outcome, outcome.word(), 3);
  }

  private static List<ProbeChange> record(Placement home, ProbeResult... results) {
    WatchRound round = proof.begin(home.server(), "ada", LEASE).orElseThrow();
    try {
      return proof.record(round, LEASE, List.of(results));
    } finally {
      proof.end(round, true);
    }
  }

  private static List<ProbeStretch> of(Placement home, ProbeFilter filter) {
    return proof.stretches(filter).stream()
        .filter(stretch -> home.tenant().equals(stretch.latest().tenant()))
        .toList();
  }

  @Test
  void tellsAChangeOnceAndCountsTheLooks() {
    Placement home = tenant("changing", "eu-1");

    assertThat(record(home, result(home, "a", ProbeOutcome.HELD))).hasSize(1);
    assertThat(record(home, result(home, "a", ProbeOutcome.HELD))).isEmpty();
    List<ProbeChange> opened = record(home, result(home, "a", ProbeOutcome.ALARM));
    assertThat(opened).singleElement().matches(ProbeChange::opens);
    List<ProbeChange> resolved = record(home, result(home, "a", ProbeOutcome.HELD));
    assertThat(resolved).singleElement().matches(ProbeChange::resolves);

    assertThat(of(home, ProbeFilter.all()))
        .extracting(stretch -> stretch.latest().outcome(), ProbeStretch::times)
        .containsExactly(
            tuple(ProbeOutcome.HELD, 1L),
            tuple(ProbeOutcome.ALARM, 1L),
            tuple(ProbeOutcome.HELD, 2L));
    assertThat(of(home, ProbeFilter.now())).hasSize(1);
    assertThat(of(home, ProbeFilter.open())).isEmpty();
  }

  @Test
  void keepsAnAlarmThatABlindProbeFollows() {
    Placement home = tenant("alarmed", "eu-1");

    record(home, result(home, "a", ProbeOutcome.ALARM));
    assertThat(record(home, result(home, "a", ProbeOutcome.BLIND))).isEmpty();

    assertThat(of(home, ProbeFilter.open()))
        .singleElement()
        .satisfies(s -> assertThat(s.latest().outcome()).isEqualTo(ProbeOutcome.ALARM));
  }

  @Test
  void endsProbesThatMakeNoSenseInTheHomeAnyMore() {
    Placement home = tenant("changed", "eu-1");
    record(home, result(home, "a", ProbeOutcome.HELD), result(home, "b", ProbeOutcome.ALARM));

    record(home, result(home, "a", ProbeOutcome.BLIND));
    assertThat(of(home, ProbeFilter.now())).hasSize(2);
    record(home, result(home, "a", ProbeOutcome.HELD));

    assertThat(of(home, ProbeFilter.now()))
        .extracting(stretch -> stretch.latest().probe())
        .containsExactly("a");
  }

  @Test
  void endsTheStretchesOfATenantThatHasLeftForAPool() {
    Placement home = tenant("leaving", "eu-2");
    record(home, result(home, "a", ProbeOutcome.ALARM));
    Placement pool =
        Placement.of(home.tenant(), Isolation.POOL, "eu-2", control.nextEpoch(home.tenant()));
    control.follow(home, pool, "ada");

    WatchRound round = proof.begin("eu-2", "ada", LEASE).orElseThrow();
    proof.tidy(round, MONTH);
    proof.end(round, true);

    assertThat(of(home, ProbeFilter.open())).isEmpty();
    assertThat(of(home, ProbeFilter.all())).hasSize(1);
    assertThat(proof.everHeld(home.tenant(), "a")).isFalse();
  }

  @Test
  void forgetsWhatIsOverButNotWhatIsSo() {
    Placement home = tenant("old", "eu-3");
    record(home, result(home, "a", ProbeOutcome.ALARM));
    record(home, result(home, "a", ProbeOutcome.HELD));
    Catalogs.sql(
        address,
        "UPDATE catalog.probe SET last = last - interval '31 days', since = since - interval '31 days';"
            + " UPDATE catalog.watch_round SET ended = ended - interval '31 days'");

    WatchRound round = proof.begin("eu-3", "ada", LEASE).orElseThrow();
    proof.tidy(round, MONTH);
    proof.end(round, true);

    assertThat(of(home, ProbeFilter.all()))
        .singleElement()
        .satisfies(s -> assertThat(s.latest().outcome()).isEqualTo(ProbeOutcome.HELD));
    assertThat(proof.newestRounds()).anyMatch(newest -> newest.id() == round.id());
  }

  @Test
  void letsOneWorkerMakeARoundOverAServer() {
    WatchRound round = proof.begin("eu-3", "ada", LEASE).orElseThrow();

    assertThat(proof.begin("eu-3", "bob", LEASE)).isEmpty();
    WatchRound other = proof.begin("eu-4", "bob", Duration.ofMillis(1)).orElseThrow();
    assertThat(proof.end(round.with(ProbeOutcome.BLIND), true).blinds()).isEqualTo(1);
    proof.end(other, false);

    assertRefused(ErrorCode.OPERATION_LOST, () -> proof.end(round, true));
    assertRefused(ErrorCode.SERVER_UNKNOWN, () -> proof.begin("mars", "ada", LEASE));
  }

  @Test
  void givesHalfOfARoundToHomesThatDoNotHold() {
    List<Placement> homes = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      Placement home = tenant("turn-" + i, "eu-4");
      homes.add(home);
      record(home, result(home, "a", i >= 3 ? ProbeOutcome.ALARM : ProbeOutcome.HELD));
    }

    WatchedHomes turn = proof.next("eu-4", 4);

    assertThat(turn.homes()).isEqualTo(6);
    assertThat(turn.next()).containsExactly(homes.get(3), homes.get(4), homes.get(0), homes.get(1));
    assertThat(turn.withinRounds()).isEqualTo(3);
    assertThat(proof.next("eu-4", 1).next()).containsExactly(homes.get(0));
  }
}
