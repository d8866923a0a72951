package io.croft.catalog;

import io.croft.core.CroftException;
import io.croft.core.TenantId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The continuous proof of isolation, as the catalog keeps it: rounds of probes over each server,
 * and for each probe the stretches of time in which its outcome was the same. Not audited. Safe for
 * use by many threads.
 */
public final class Proof {

  private final RoundStore rounds;
  private final ProbeStore probes;
  private final WatchedHomeStore homes;

  Proof(Database database) {
    this.rounds = new RoundStore(database);
    this.probes = new ProbeStore(database);
    this.homes = new WatchedHomeStore(database);
  }

  /**
   * Begins a round over a server, which nobody else can begin until it ends or its worker was
   * silent for longer than {@code lease}; {@code server-unknown}.
   *
   * @return empty when another worker makes one now
   */
  public Optional<WatchRound> begin(String server, String worker, Duration lease) {
    return rounds.begin(server, worker, lease);
  }

  /**
   * Keeps the results of one pool or one home and prolongs the round's lease. An alarm is followed
   * by nothing but a held probe: a blind one leaves it.
   *
   * @return those whose outcome is another than before, also those that never looked before
   * @throws CroftException {@code operation-lost} when another worker has taken the server over;
   *     then nothing is kept
   */
  public List<ProbeChange> record(WatchRound round, Duration lease, List<ProbeResult> results) {
    return probes.record(round, lease, results);
  }

  /**
   * Ends the stretches of tenants that have left for a pool or were erased, and forgets stretches
   * and rounds that ended longer ago than {@code retention}. The newest stretch of each probe
   * stays.
   */
  public void tidy(WatchRound round, Duration retention) {
    probes.tidy(round, retention);
  }

  /**
   * Ends a round with its counts and returns it.
   *
   * @param complete whether it came to its end by itself
   * @throws CroftException {@code operation-lost}
   */
  public WatchRound end(WatchRound round, boolean complete) {
    return rounds.end(round, complete);
  }

  /** Returns the newest complete round of each server that has one. */
  public List<WatchRound> newestRounds() {
    return rounds.newest();
  }

  /** Returns the homes of a server that have their turn next, {@code atMost} of them. */
  public WatchedHomes next(String server, int atMost) {
    return homes.next(server, atMost);
  }

  /** Returns whether that probe has ever held for the pool of a server. */
  public boolean everHeld(String server, String probe) {
    return probes.everHeld(server, probe);
  }

  /** Returns whether that probe has ever held for a tenant, in whichever home. */
  public boolean everHeld(TenantId tenant, String probe) {
    return probes.everHeld(tenant.toString(), probe);
  }

  /** Returns stretches, the newest first. */
  public List<ProbeStretch> stretches(ProbeFilter filter) {
    return probes.list(filter);
  }
}
