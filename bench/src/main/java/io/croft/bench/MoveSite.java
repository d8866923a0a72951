package io.croft.bench;

import io.croft.catalog.Catalog;
import io.croft.catalog.Limits;
import io.croft.catalog.NewServer;
import io.croft.catalog.NewTenant;
import io.croft.catalog.Plan;
import io.croft.catalog.PostgresCatalog;
import io.croft.core.CroftException;
import io.croft.core.Isolation;
import io.croft.core.Placement;
import io.croft.core.Slug;
import io.croft.core.TenantId;
import io.croft.embedded.EmbeddedPostgres;
import io.croft.home.ApplicationSchema;
import io.croft.home.Provisioning;
import io.croft.jdbc.CroftDataSource;
import io.croft.local.LocalFleet;
import io.croft.local.LocalFleetOptions;
import io.croft.move.BulkFilter;
import io.croft.move.BulkMove;
import io.croft.move.BulkReport;
import io.croft.move.BulkTarget;
import io.croft.move.MoveListener;
import io.croft.move.MoveMode;
import io.croft.move.MoveResult;
import io.croft.move.MoveSettings;
import io.croft.move.MoveStep;
import io.croft.move.Mover;
import io.croft.move.OneStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Two servers between which tenants of the shop move, and an application that uses them. */
final class MoveSite implements AutoCloseable {

  private static final String PLAN = "bench";
  private static final String BULK_PLAN = "bulk";
  private static final String ACTOR = "bench";
  private static final int ROOM = 1_000_000;
  private static final int BUDGET = 80;

  /** Of 28 rows 20 are lines. */
  private static final int ROWS = 28;

  private static final int LINES = 20;

  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final LocalFleet fleet;
  private final Mover mover;
  private final CroftDataSource croft;

  private MoveSite(LocalFleet fleet) {
    this.fleet = opened(fleet);
    for (String name : List.of(PLAN, BULK_PLAN)) {
      Plan plan =
          new Plan(name, Isolation.POOL, EnumSet.allOf(Isolation.class), Set.of(), Limits.NONE);
      fleet.catalog().savePlan(plan, ACTOR);
    }
    for (String name : List.of(Hop.ONE, Hop.TWO)) {
      EmbeddedPostgres server = fleet.server(name);
      NewServer same =
          NewServer.of(
              name, "eu", server.host(), server.port(), server.superuser(), server.password());
      fleet.catalog().changeServer(same.withCapacity(ROOM, BUDGET), ACTOR);
    }
    mover = new Mover(fleet.catalog(), fleet.secret(), fleet.homes(), MoveSettings.DEFAULT);
    Catalog reader = opened(PostgresCatalog.open(fleet.reader("bench")));
    croft = opened(CroftDataSource.builder(reader, fleet.secret().application()).build());
  }

  /**
   * Starts the servers.
   *
   * @param durable whether they wait for the disk, as in production
   */
  static MoveSite open(boolean durable) {
    LocalFleet fleet =
        LocalFleet.start(
            new LocalFleetOptions(
                ApplicationSchema.of("classpath:io/croft/bench/shop"),
                Map.of(Hop.ONE, "eu", Hop.TWO, "eu"),
                Optional.empty(),
                durable,
                true));
    try {
      return new MoveSite(fleet);
    } catch (RuntimeException e) {
      fleet.close();
      throw e;
    }
  }

  /** Returns the server on which measured tenants begin. */
  EmbeddedPostgres server() {
    return fleet.server(Hop.ONE);
  }

  /** Returns the data source of the application. */
  CroftDataSource croft() {
    return croft;
  }

  /** Returns where a tenant lives now. */
  Placement placement(TenantId tenant) {
    return fleet.catalog().placement(tenant).orElseThrow();
  }

  /** Opens a superuser's connection to a tenant's present home, which the caller closes. */
  Connection superuser(TenantId tenant) throws SQLException {
    Placement home = placement(tenant);
    return fleet.connect(home.server(), home.database());
  }

  /** Opens a superuser's connection, which the caller closes. */
  Connection superuser(String server, String database) throws SQLException {
    return fleet.connect(server, database);
  }

  /** Makes a tenant on the first server, with about so many rows. */
  TenantId tenant(Isolation isolation, int rows) throws SQLException {
    return tenants(PLAN, isolation, rows, 1).get(0);
  }

  /** Makes so many tenants in the pool of the first server, for {@link #moveBulk}. */
  void bulkTenants(int rows, int number) throws SQLException {
    List<TenantId> unused = tenants(BULK_PLAN, Isolation.POOL, rows, number);
  }

  /** Makes so many tenants on the first server, each with about so many rows; all ids from 1. */
  private List<TenantId> tenants(String plan, Isolation isolation, int rows, int number)
      throws SQLException {
    List<TenantId> made = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      String slug = "t" + UUID.randomUUID().toString().replace("-", "");
      made.add(
          new Provisioning(fleet.catalog(), fleet.homes())
              .provision(
                  NewTenant.of(Slug.of(slug.substring(0, 20)), slug, plan),
                  Optional.of(isolation),
                  Optional.of(Hop.ONE),
                  ACTOR)
              .id());
    }
    int lines = Math.max(Scale.FEWEST_LINES, rows / ROWS * LINES);
    try (Connection admin = superuser(made.get(0))) {
      new Tables(admin, placement(made.get(0)).schema()).fill(made, lines, true);
    }
    return made;
  }

  /** Moves a tenant; {@code listener} hears of each step that was done. */
  Moved move(TenantId tenant, Hop hop, MoveMode mode, MoveListener listener) {
    Map<MoveStep, Long> ended = new ConcurrentHashMap<>();
    Instant now = Instant.now();
    long begun = System.nanoTime();
    long epoch = begun - TimeUnit.SECONDS.toNanos(now.getEpochSecond()) - now.getNano();
    Optional<MoveResult> result = Optional.empty();
    String failure = "";
    try {
      UUID operation = mover.start(tenant, hop.isolation(), hop.server(), mode, ACTOR).id();
      result =
          mover.run(
              operation,
              ACTOR,
              (step, detail) -> {
                ended.put(step, System.nanoTime());
                listener.done(step, detail);
              });
    } catch (CroftException e) {
      failure = e.code() + ": " + e.getMessage();
    }
    return new Moved(hop, mode, result, failure, epoch, begun, System.nanoTime(), ended);
  }

  /** Moves all tenants that were made for it, by fenced copies, some at the same time. */
  BulkReport moveBulk(Hop hop, int atOnce) {
    BulkFilter filter = new BulkFilter(BULK_PLAN, null, Map.of(), null);
    BulkTarget target = new BulkTarget(hop.isolation(), hop.server(), MoveMode.FENCED_COPY);
    return new BulkMove(fleet.catalog(), mover, filter, target)
        .run(Integer.MAX_VALUE, atOnce, ACTOR, () -> false, item -> {});
  }

  /** Returns whether a tenant lives there already. */
  boolean lives(TenantId tenant, Hop hop) {
    return placement(tenant).sameHomeKind(hop.isolation(), hop.server());
  }

  /** Returns the parts of a move of this tenant, each by itself. */
  OneStream oneStream(TenantId tenant) {
    return new OneStream(fleet.catalog(), fleet.secret(), fleet.homes(), placement(tenant));
  }

  private <T extends AutoCloseable> T opened(T part) {
    open.push(part);
    return part;
  }

  /** Stops everything, the last opened first. */
  @Override
  public void close() {
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (Exception e) {
        throw new IllegalStateException("the site did not close", e);
      }
    }
  }
}
