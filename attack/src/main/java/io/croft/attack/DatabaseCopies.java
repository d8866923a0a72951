package io.croft.attack;

import io.croft.core.Identifiers;
import java.sql.Connection;
import java.sql.SQLException;

/** Copies of the databases of one server, with the rights of those that they are copied from. */
final class DatabaseCopies implements AutoCloseable {

  private static final String MODEL = "_model";

  private static final String ADMIT =
      """
      DO $$
      DECLARE
        granted record;
      BEGIN
        REVOKE ALL ON DATABASE %1$s FROM PUBLIC;
        FOR granted IN
          SELECT a.grantee::regrole AS grantee, a.privilege_type
          FROM pg_database d, aclexplode(d.datacl) a
          WHERE d.datname = '%2$s' AND a.grantee NOT IN (0, d.datdba)
        LOOP
          EXECUTE format('GRANT %%s ON DATABASE %1$s TO %%s', granted.privilege_type, granted.grantee);
        END LOOP;
      END
      $$
      """;

  private final Connection maintenance;
  private int made;

  /** Takes over an administrator's connection to the maintenance database. */
  DatabaseCopies(Connection maintenance) {
    this.maintenance = maintenance;
  }

  /** Keeps {@code database} as it is now: a database in use cannot be copied. */
  void keepModel(String database) throws SQLException {
    create(database + MODEL, database);
    Sql.run(
        maintenance,
        "REVOKE ALL ON DATABASE %s FROM PUBLIC".formatted(Identifiers.quote(database + MODEL)));
  }

  /** Copies what was kept of {@code database}; returns the name of the copy. */
  String copy(String database) throws SQLException {
    String name = "attack_" + ++made;
    create(name, database + MODEL);
    Sql.run(maintenance, ADMIT.formatted(Identifiers.quote(name), database));
    return name;
  }

  void drop(String name) throws SQLException {
    Sql.run(
        maintenance, "DROP DATABASE IF EXISTS %s WITH (FORCE)".formatted(Identifiers.quote(name)));
  }

  private void create(String name, String template) throws SQLException {
    Sql.run(
        maintenance,
        "CREATE DATABASE %s TEMPLATE %s STRATEGY file_copy"
            .formatted(Identifiers.quote(name), Identifiers.quote(template)));
  }

  @Override
  public void close() {
    try {
      maintenance.close();
    } catch (SQLException e) {
      throw new IllegalStateException("the maintenance connection could not be closed", e);
    }
  }
}
