package io.croft.doctor;

import io.croft.catalog.ControlCatalog;
import io.croft.catalog.Server;
import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.core.Isolation;
import io.croft.core.Placement;
import io.croft.core.TenantId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** Audits the servers of a catalog: the pool and every home of each, and what the catalog says. */
public final class FleetDoctor {

  private final ControlCatalog catalog;
  private final AuditOptions options;

  public FleetDoctor(ControlCatalog catalog, AuditOptions options) {
    this.catalog = catalog;
    this.options = options;
  }

  /** Audits all servers. */
  public Report auditAll() {
    return timed(
        findings -> {
          for (Server server : catalog.servers()) {
            audit(server.name(), findings);
          }
        });
  }

  /** Audits one server; {@code server-unknown}. */
  public Report audit(String server) {
    catalog.server(server);
    return timed(findings -> audit(server, findings));
  }

  /**
   * Audits the home of one tenant and what is common to its server.
   *
   * @throws CroftException {@code tenant-unknown}
   */
  public Report audit(TenantId tenant) {
    Placement home =
        catalog
            .placement(tenant)
            .orElseThrow(
                () ->
                    new CroftException(
                        ErrorCode.TENANT_UNKNOWN,
                        "there is no tenant " + tenant,
                        "see croft tenant list"));
    AuditOptions narrowed =
        home.isolation() == Isolation.SCHEMA
            ? options.withSchemas(List.of(home.schema()))
            : options;
    return timed(
        findings -> {
          try (Connection admin = catalog.admin(home.server(), home.database())) {
            new DatabaseAudit(admin, narrowed, findings).everything(home.server(), home.database());
          }
          ClientSettings.check(options, home.server(), findings);
        });
  }

  /** Opens a connection of the administrator to a place of a report. */
  public Connection connect(Place place) {
    return catalog.admin(place.server(), place.database().orElse(ServerDatabases.MAINTENANCE));
  }

  private interface Work {
    void on(Findings findings) throws SQLException;
  }

  private Report timed(Work work) {
    long start = System.nanoTime();
    Findings findings = new Findings();
    try {
      work.on(findings);
    } catch (SQLException e) {
      throw Doctor.failed("of the catalog", e);
    }
    return Report.of(findings, Duration.ofNanos(System.nanoTime() - start));
  }

  private void audit(String server, Findings findings) throws SQLException {
    ServerDatabases databases;
    try (Connection admin = catalog.admin(server, ServerDatabases.MAINTENANCE)) {
      databases = ServerDatabases.read(admin);
    }
    CatalogCheck check = new CatalogCheck(catalog, server, findings);
    MoveStreamCheck streams = new MoveStreamCheck(catalog, server, findings);
    int number = 0;
    for (ServerDatabases.One one : databases.all()) {
      number++;
      options
          .progress()
          .accept("%s/%s (%d of %d)".formatted(server, one.name(), number, databases.all().size()));
      try (Connection admin = catalog.admin(server, one.name())) {
        if (one.ofCroft()) {
          ofCroft(admin, server, one, findings, check);
          streams.look(admin, one.name());
        } else {
          stranger(admin, server, one, databases, findings);
        }
      }
    }
    check.finish(databases);
    streams.finish();
    ClientSettings.check(options, server, findings);
  }

  /** What is common to the server is asked once, where the pool is. */
  private void ofCroft(
      Connection admin,
      String server,
      ServerDatabases.One one,
      Findings findings,
      CatalogCheck check)
      throws SQLException {
    DatabaseAudit audit = new DatabaseAudit(admin, options, findings);
    if (one.name().equals(Placement.SHARED_DATABASE)) {
      audit.everything(server, one.name());
    } else {
      audit.run(server, one.name(), rule -> rule.reach() == Rule.Reach.DATABASE);
    }
    if (DatabaseAudit.hasGate(admin)) {
      check.look(admin, one.name());
    } else {
      findings.add(
          Finding.of(
              Rules.GATE_FUNCTION,
              Place.of(server, one.name()),
              "schema croft",
              "the gate is not installed"));
    }
  }

  /** In a database that is not Croft's only what the application's logins can reach matters. */
  private void stranger(
      Connection admin,
      String server,
      ServerDatabases.One one,
      ServerDatabases databases,
      Findings findings)
      throws SQLException {
    AuditOptions asLogins =
        options.logins().isPresent() ? options : options.withLogins(databases.logins());
    new DatabaseAudit(admin, asLogins, findings)
        .run(
            server,
            one.name(),
            rule ->
                rule.reach() == Rule.Reach.DATABASE
                    && (one.reachable() || ServerDatabases.EVERYWHERE.contains(rule.id())));
  }
}
