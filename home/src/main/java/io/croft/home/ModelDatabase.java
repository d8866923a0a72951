package io.croft.home;

import io.croft.core.Identifiers;
import io.croft.core.Placement;
import io.croft.gate.Gate;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Builds the template of a server: gate and application schema, checked, in a database of its own.
 */
final class ModelDatabase {

  private static final String DRAFT = Databases.TEMPLATE + "_draft";
  private static final String PRISTINE = "template0";

  /** Flyway locks its history with these; a superuser's gate takes them from all. */
  private static final String LOCK_FUNCTIONS =
      """
      pg_catalog.pg_advisory_lock(bigint), pg_catalog.pg_try_advisory_lock(bigint),
      pg_catalog.pg_advisory_unlock(bigint), pg_catalog.pg_advisory_xact_lock(bigint),
      pg_catalog.pg_try_advisory_xact_lock(bigint)
      """;

  private static final String OWNER = ApplicationSchema.OWNER;
  private static final String SUPERUSER =
      "SELECT rolsuper FROM pg_roles WHERE rolname = current_user";

  private final AdminConnections connections;
  private final ApplicationSchema application;

  ModelDatabase(AdminConnections connections, ApplicationSchema application) {
    this.connections = connections;
    this.application = application;
  }

  /** Builds it anew; when it cannot be built, nothing of it stays. */
  void build(String server, Connection admin) throws SQLException {
    Databases.drop(admin, DRAFT);
    try {
      Databases.copy(admin, PRISTINE, DRAFT);
      Databases.admit(admin, DRAFT);
      fill(server);
      Databases.drop(admin, Databases.TEMPLATE);
      Databases.shut(admin, DRAFT);
      Databases.rename(admin, DRAFT, Databases.TEMPLATE);
    } catch (SQLException | RuntimeException e) {
      dropAfter(admin, e);
      throw e;
    }
  }

  private void fill(String server) throws SQLException {
    try (Connection draft = connections.open(server, DRAFT)) {
      Gate.install(draft);
      for (String extension : application.extensions()) {
        Sql.run(draft, "CREATE EXTENSION %s SCHEMA public".formatted(Identifiers.quote(extension)));
      }
      Sql.run(
          draft,
          "CREATE SCHEMA %s AUTHORIZATION %s"
              .formatted(Identifiers.quote(Placement.APP_SCHEMA), OWNER));
      boolean superuser = Sql.holds(draft, SUPERUSER);
      if (superuser) {
        Sql.run(draft, "GRANT EXECUTE ON FUNCTION %s TO %s".formatted(LOCK_FUNCTIONS, OWNER));
      }
      application.migrate(new OwnerDataSource(connections, server, DRAFT));
      Gate.addCanary(draft, Placement.APP_SCHEMA);
      if (superuser) {
        Sql.run(draft, "REVOKE EXECUTE ON FUNCTION %s FROM %s".formatted(LOCK_FUNCTIONS, OWNER));
      }
      Gate.checkSchema(draft, Placement.APP_SCHEMA);
      ModelCheck.check(draft);
    }
  }

  private static void dropAfter(Connection admin, Exception cause) {
    try {
      Databases.drop(admin, DRAFT);
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
  }
}
