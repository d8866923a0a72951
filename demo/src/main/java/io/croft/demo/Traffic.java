package io.croft.demo;

import io.croft.core.TenantId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import javax.sql.DataSource;

/**
 * The live traffic: many client threads of the busy tenant, and a few that serve everybody else.
 */
final class Traffic implements AutoCloseable {

  /** Client threads of the busy tenant. */
  static final int BUSY_CLIENTS = 16;

  private static final int OTHER_CLIENTS = 4;
  private static final Duration BUSY_INTERVAL = Duration.ofMillis(80);
  private static final Duration OTHER_INTERVAL = Duration.ofMillis(100);
  private static final double OTHER_WRITES = 0.4;
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Ledger ledger = new Ledger();
  private final Errors errors = new Errors();
  private final List<Client> busy = new ArrayList<>();
  private final List<Client> all = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();

  /**
   * Readies the clients; {@link #start} lets them work.
   *
   * @param writes the share of the busy tenant's requests that write
   */
  Traffic(DataSource source, TenantId busy, List<TenantId> others, double writes, long seed) {
    Random seeds = new Random(seed);
    for (int i = 0; i < BUSY_CLIENTS; i++) {
      this.busy.add(
          client("busy-" + i, source, List.of(busy), BUSY_INTERVAL, writes, seeds.nextLong()));
    }
    for (int i = 0; i < OTHER_CLIENTS; i++) {
      client("other-" + i, source, others, OTHER_INTERVAL, OTHER_WRITES, seeds.nextLong());
    }
  }

  /** Lets the clients of everybody else work until {@link #close}. */
  void start() {
    threads.subList(BUSY_CLIENTS, threads.size()).forEach(Thread::start);
  }

  /** Lets the busy tenant's clients work until {@link #close}. */
  void startBusy() {
    threads.subList(0, BUSY_CLIENTS).forEach(Thread::start);
  }

  private Client client(
      String name,
      DataSource source,
      List<TenantId> tenants,
      Duration interval,
      double writes,
      long seed) {
    Client client = new Client(source, tenants, interval, writes, ledger, errors, seed);
    all.add(client);
    Thread thread = new Thread(client, "client-" + name);
    thread.setDaemon(true);
    threads.add(thread);
    return client;
  }

  Ledger ledger() {
    return ledger;
  }

  Errors errors() {
    return errors;
  }

  /** Returns the timings of the busy tenant's clients, one for each thread. */
  List<Timings> busyTimings() {
    return busy.stream().map(Client::timings).toList();
  }

  /** Returns what all clients have seen, and what {@code auditors} have found. */
  DemoReport.Traffic report(Auditors auditors) {
    long[] latencies =
        all.stream()
            .flatMapToLong(client -> LongStream.of(client.timings().latencies()))
            .sorted()
            .toArray();
    return new DemoReport.Traffic(
        latencies.length,
        ledger.acknowledged(),
        auditors.lost(),
        auditors.duplicated(),
        errors.count(),
        Quantiles.millis(Quantiles.of(latencies, 0.5)),
        Quantiles.millis(Quantiles.of(latencies, 0.99)));
  }

  @Override
  public void close() {
    stop();
  }

  /**
   * Lets every client end the request it is at; one that does not within ten seconds is cut off. A
   * thread that is interrupted meanwhile learns of it afterwards.
   */
  void stop() {
    all.forEach(Client::stop);
    boolean interrupted = Thread.interrupted();
    try {
      if (!ended(PATIENCE)) {
        threads.forEach(Thread::interrupt);
        ended(PATIENCE);
      }
    } catch (InterruptedException e) {
      interrupted = true;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private boolean ended(Duration longest) throws InterruptedException {
    long deadline = System.nanoTime() + longest.toNanos();
    for (Thread thread : threads) {
      thread.join(Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
    }
    return threads.stream().noneMatch(Thread::isAlive);
  }
}
