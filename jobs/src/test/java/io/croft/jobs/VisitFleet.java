package io.croft.jobs;

import io.croft.catalog.Catalog;
import io.croft.catalog.NewTenant;
import io.croft.catalog.Tenant;
import io.croft.core.Isolation;
import io.croft.core.Slug;
import io.croft.core.TenantId;
import io.croft.core.TenantScope;
import io.croft.home.ApplicationSchema;
import io.croft.jdbc.CroftDataSource;
import io.croft.local.LocalFleetOptions;
import io.croft.testbed.TestFleet;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.IntStream;

/** Two hundred tenants on two servers, in homes of all isolations, whom jobs visit. */
final class VisitFleet implements AutoCloseable {

  static final int TENANTS = 200;

  private static final int SCHEMAS = 20;
  private static final int DATABASES = 4;

  final TestFleet fleet =
      TestFleet.start(LocalFleetOptions.of(ApplicationSchema.of("classpath:io/croft/jobs/visits")));
  final Catalog catalog = fleet.openReader();
  final CroftDataSource data =
      CroftDataSource.builder(catalog, fleet.secret().application()).build();

  private final Map<String, TenantId> ids = new ConcurrentHashMap<>();

  static VisitFleet start() {
    VisitFleet all = new VisitFleet();
    IntStream.range(0, TENANTS).parallel().forEach(i -> all.create(slug(i), isolation(i), i));
    return all;
  }

  static String slug(int number) {
    return "tenant-" + (1000 + number);
  }

  private static Isolation isolation(int number) {
    return number < DATABASES
        ? Isolation.DATABASE
        : number < DATABASES + SCHEMAS ? Isolation.SCHEMA : Isolation.POOL;
  }

  private void create(String slug, Isolation isolation, int number) {
    // More of them on one server than on the other.
    String server = number % 4 == 0 ? TestFleet.US : TestFleet.EU;
    Tenant made =
        fleet
            .provisioning()
            .provision(
                NewTenant.of(Slug.of(slug), "A tenant", TestFleet.PLAN),
                Optional.of(isolation),
                Optional.of(server),
                "test");
    ids.put(slug, made.id());
  }

  TenantId id(String slug) {
    return Objects.requireNonNull(ids.get(slug));
  }

  /** Returns work that writes that a tenant was visited, on the connection of who is in scope. */
  TenantWork visit(String run) {
    return tenant -> {
      try (Connection connection = data.getConnection()) {
        visit(run, tenant, connection);
      }
    };
  }

  static void visit(String run, Tenant tenant, Connection connection) throws SQLException {
    try (PreparedStatement visit =
        connection.prepareStatement("INSERT INTO visit (run, slug) VALUES (?, ?)")) {
      visit.setString(1, run);
      visit.setString(2, tenant.slug().value());
      visit.executeUpdate();
    }
  }

  /** Returns what each tenant's rows say of a run, by slug: the visits joined by commas. */
  Map<String, String> visits(String run) {
    Map<String, String> all = new ConcurrentSkipListMap<>();
    ids.entrySet().parallelStream()
        .forEach(tenant -> all.put(tenant.getKey(), visits(run, tenant.getValue())));
    return all;
  }

  private String visits(String run, TenantId tenant) {
    try {
      return TenantScope.call(
          tenant,
          () -> {
            try (Connection connection = data.getConnection();
                PreparedStatement select =
                    connection.prepareStatement(
                        "SELECT coalesce(string_agg(slug, ','), '') FROM visit WHERE run = ?")) {
              select.setString(1, run);
              try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getString(1);
              }
            }
          });
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    data.close();
    catalog.close();
    fleet.close();
  }
}
