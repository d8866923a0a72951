package io.croft.demo;

import io.croft.core.TenantId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.sql.DataSource;

/**
 * The live traffic: many client threads of the busy tenant, and a few that serve everybody else.
 */
final class Traffic implements AutoCloseable {

  /** Client threads of the busy tenant. */
  static final int BUSY_CLIENTS = 16;

  private static final int OTHER_CLIENTS = 4;
  private static final Duration BUSY_INTERVAL = Duration.ofMillis(60);
  private static final Duration OTHER_INTERVAL = Duration.ofMillis(80);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Ledger ledger = new Ledger();
  private final Errors errors = new Errors();
  private final List<Client> busy = new ArrayList<>();
  private final List<Client> all = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();

  private Traffic() {}

  /** Starts the clients; the caller ends them with {@link #close}. */
  static Traffic start(DataSource source, TenantId busy, List<TenantId> others, long seed) {
    Traffic traffic = new Traffic();
    Random seeds = new Random(seed);
    for (int i = 0; i < BUSY_CLIENTS; i++) {
      traffic.busy.add(
          traffic.client("busy-" + i, source, List.of(busy), BUSY_INTERVAL, seeds.nextLong()));
    }
    for (int i = 0; i < OTHER_CLIENTS; i++) {
      traffic.client("other-" + i, source, others, OTHER_INTERVAL, seeds.nextLong());
    }
    traffic.threads.forEach(Thread::start);
    return traffic;
  }

  private Client client(
      String name, DataSource source, List<TenantId> tenants, Duration interval, long seed) {
    Client client = new Client(source, tenants, interval, ledger, errors, seed);
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

  /** Returns the timings of all clients. */
  List<Timings> timings() {
    return all.stream().map(Client::timings).toList();
  }

  /** Ends all clients and waits for them: half a minute at most. */
  @Override
  public void close() {
    all.forEach(Client::stop);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    boolean interrupted = false;
    for (Thread thread : threads) {
      try {
        long left = Math.max(1, (deadline - System.nanoTime()) / 1_000_000);
        thread.join(left);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
