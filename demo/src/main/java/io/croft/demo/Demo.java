package io.croft.demo;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.core.Isolation;
import io.croft.core.TenantId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The main job on real servers: a booking platform whose businesses live in all three isolations,
 * whose SQL names no tenant, whose tenants are attacked, and of which one moves through every home
 * while its clients work. Every promise is checked against the rows themselves.
 */
public final class Demo {

  private static final int OTHERS = 40;
  private static final double MOST_WRITES = 0.3;

  private final DemoOptions options;
  private final DemoListener listener;
  private final Interruption interruption;
  private final Platform platform;
  private final long begun = System.nanoTime();
  private final Fleet fleet;
  private final Settlement settlement;
  private final Billing billing;
  private final Siege siege;
  private final Promotion promotion;

  private Demo(
      DemoOptions options, DemoListener listener, Interruption interruption, Platform platform) {
    People.Source people = People.source(options.seed());
    this.options = options;
    this.listener = listener;
    this.interruption = interruption;
    this.platform = platform;
    this.fleet = Fleet.of(options.seed(), options.tenants(), people);
    this.settlement = new Settlement(platform, people, interruption);
    this.billing = new Billing(platform, settlement);
    this.siege = new Siege(platform, platform.source(), interruption);
    this.promotion = new Promotion(platform, interruption);
  }

  /**
   * Runs a demo on this thread and returns what it has shown; it stops all that it started.
   *
   * @throws CroftException {@code configuration-invalid} when the data directory is not empty;
   *     {@code server-cannot-start}; {@code interrupted} when the JVM was told to end or the thread
   *     was interrupted; whatever else kept it from showing anything
   */
  public static DemoReport run(DemoOptions options, DemoListener listener) {
    options.data().ifPresent(Demo::requireEmpty);
    try (Interruption interruption = Interruption.watch()) {
      listener.phase("Starting and preparing PostgreSQL servers");
      try (Platform platform = Platform.open(options.data())) {
        return new Demo(options, listener, interruption, platform).show();
      } catch (SQLException | RuntimeException e) {
        if (interruption.requested()) {
          throw Interruption.interrupted();
        }
        throw e instanceof CroftException known ? known : failed(e);
      }
    }
  }

  private static CroftException failed(Exception e) {
    return new CroftException(
        ErrorCode.DATABASE_ERROR, "the demo broke off: " + e.getMessage(), "see the cause", e);
  }

  private static void requireEmpty(Path data) {
    try (Stream<Path> files = Files.exists(data) ? Files.list(data) : Stream.empty()) {
      if (files.findAny().isPresent()) {
        throw new CroftException(
            ErrorCode.CONFIGURATION_INVALID,
            data + " is not empty",
            "name a new or empty directory, or remove what an earlier demo left there");
      }
    } catch (IOException e) {
      throw new CroftException(
          ErrorCode.CONFIGURATION_INVALID,
          data + " cannot be read: " + e.getMessage(),
          "name a new or empty directory",
          e);
    }
  }

  private DemoReport show() throws SQLException {
    settle();
    TenantId busy = fleet.busy().tenant();
    List<TenantId> promoted = ids(fleet.promoted());
    List<TenantId> others = others();
    List<TenantId> served = new ArrayList<>(others);
    served.add(busy);
    try (Traffic traffic = new Traffic(platform.source(), busy, others, writes(), options.seed())) {
      Auditors auditors = Auditors.before(platform, traffic.ledger(), served);
      traffic.start();
      Tour tour = new Tour(platform, traffic, auditors, interruption, options.traffic());
      check();
      listener.phase("The move: %s through all homes".formatted(fleet.busy().slug()));
      traffic.startBusy();
      tour.run(busy, listener);
      billing.bill(List.of(busy));
      listener.phase("The bulk promotion of %d small tenants".formatted(promoted.size()));
      promotion.run(promoted);
      billing.bill(promoted);
      traffic.stop();
      listener.phase("The ledger against the rows");
      DemoReport.Bulk bulk = promotion.report(promoted, traffic, auditors);
      auditors.checkAll();
      return report(traffic, auditors, tour, bulk);
    }
  }

  private void settle() throws SQLException {
    listener.detail(
        "%s, %s and the catalog run PostgreSQL %d"
            .formatted(Fleet.EU, Fleet.US, platform.version()));
    listener.phase("Provisioning %d businesses".formatted(fleet.businesses().size()));
    settlement.provision(fleet.businesses());
    settlement
        .provisioning()
        .forEach(
            (isolation, homes) ->
                listener.detail(
                    "%s: %d in %.1f ms each"
                        .formatted(isolation, homes.count(), homes.p50Millis())));
    listener.phase("Loading their rows");
    settlement.load(fleet.businesses());
    listener.detail("%,d rows".formatted(settlement.rows()));
  }

  /** The two checks that need no move, with all clients at work. */
  private void check() throws SQLException {
    listener.phase("The missing WHERE clause: bills from a query without a filter");
    billing.bill(ids(fleet.businesses()));
    listener.detail(
        "%d bills, %d wrong".formatted(billing.report().checked(), billing.report().wrong()));
    listener.phase("The forged context");
    siege.run(fleet, listener);
    listener.detail(
        "%d tried, %d through".formatted(siege.report().tried(), siege.report().through()));
  }

  /** A longer demo writes more seldom: the busy tenant stays small enough for its moves. */
  private double writes() {
    return Math.min(MOST_WRITES, MOST_WRITES * 20 / options.traffic().toSeconds());
  }

  /** The ten that will be promoted and some more of every kind, but nobody that is attacked. */
  private List<TenantId> others() {
    Set<Business> not = new HashSet<>();
    for (Isolation isolation : Isolation.values()) {
      not.addAll(fleet.quiet(isolation));
    }
    not.add(fleet.busy());
    not.addAll(fleet.promoted());
    List<Business> more = new ArrayList<>(fleet.businesses());
    more.removeAll(not);
    java.util.Collections.shuffle(more, new Random(options.seed()));
    List<TenantId> others = new ArrayList<>(ids(fleet.promoted()));
    others.addAll(ids(more).subList(0, Math.min(more.size(), OTHERS - others.size())));
    return others;
  }

  private static List<TenantId> ids(List<Business> businesses) {
    return businesses.stream().map(Business::tenant).toList();
  }

  private DemoReport report(Traffic traffic, Auditors auditors, Tour tour, DemoReport.Bulk bulk) {
    List<String> remarks = new ArrayList<>(billing.remarks());
    remarks.addAll(siege.remarks());
    remarks.addAll(auditors.remarks());
    remarks.addAll(traffic.errors().first());
    remarks.addAll(
        Verdict.gaps(
            options,
            settlement.provisioning(),
            billing.report(),
            siege.report(),
            tour.hops(),
            bulk));
    return new DemoReport(
        remarks.isEmpty(),
        options.seed(),
        options.tenants(),
        settlement.rows(),
        (System.nanoTime() - begun) / 1_000_000,
        settlement.provisioning(),
        billing.report(),
        siege.report(),
        tour.hops(),
        bulk,
        traffic.report(auditors),
        List.copyOf(remarks));
  }
}
