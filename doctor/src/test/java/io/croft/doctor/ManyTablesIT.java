package io.croft.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.croft.embedded.EmbeddedPostgres;
import io.croft.gate.Gate;
import io.croft.gate.Sealer;
import io.croft.testbed.TestFleet;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A pool of many tables, of which a few have a hole. {@code -Dcroft.doctor.tables=10000} makes it a
 * measurement, which is printed.
 */
final class ManyTablesIT {

  private static final int TABLES = Integer.getInteger("croft.doctor.tables", 300);
  private static final EmbeddedPostgres SERVER = TestFleet.shared().server(TestFleet.EU);
  private static final String DATABASE = "many";

  /** A hundred tables a transaction, because each holds locks until it ends. */
  private static final String MAKE =
      """
      DO $$
      DECLARE
        t text;
      BEGIN
        FOR batch IN 0..(%1$d - 1) / 100 LOOP
          FOR n IN batch * 100 + 1..least(%1$d, batch * 100 + 100) LOOP
            t := format('app.table_%%s', n);
            EXECUTE format('CREATE TABLE %%s (tenant_id uuid NOT NULL DEFAULT croft.tenant(),'
              ' id bigint NOT NULL, name text, made_at timestamptz, PRIMARY KEY (tenant_id, id))', t);
            EXECUTE format('CREATE INDEX ON %%s (tenant_id, name)', t);
            EXECUTE format('CREATE INDEX ON %%s (tenant_id, made_at)', t);
            PERFORM croft.protect_pool_table(t::regclass);
            PERFORM croft.grant_relation(t::regclass, 'croft_pool');
          END LOOP;
          COMMIT;
        END LOOP;
      END
      $$
      """;

  private static final String PLANT =
      """
      ALTER TABLE app.table_1 DISABLE ROW LEVEL SECURITY;
      DROP POLICY croft_tenant ON app.table_2;
      CREATE INDEX hole ON app.table_3 (name);
      DROP TRIGGER croft_guard ON app.table_4;
      GRANT SELECT ON app.table_5 TO PUBLIC;
      ALTER EVENT TRIGGER croft_keep_protected ENABLE;
      ALTER EVENT TRIGGER croft_keep_defences ENABLE
      """;

  @BeforeAll
  static void makeTables() throws SQLException {
    try (Connection admin = SERVER.connect("postgres")) {
      Sql.run(admin, "CREATE DATABASE " + DATABASE + " TEMPLATE croft_template");
      Sql.run(admin, "ALTER DATABASE " + DATABASE + " ALLOW_CONNECTIONS true");
      Sql.run(admin, "REVOKE ALL ON DATABASE " + DATABASE + " FROM PUBLIC");
    }
    try (Connection admin = SERVER.connect(DATABASE)) {
      Gate.putSealKey(admin, Sealer.FIRST_KEY, new byte[32]);
      Gate.protectPool(admin, "app");
      // They would protect each table in each command; that is not what is measured.
      Sql.run(admin, "ALTER EVENT TRIGGER croft_keep_protected DISABLE");
      Sql.run(admin, "ALTER EVENT TRIGGER croft_keep_defences DISABLE");
      Sql.run(admin, "SET ROLE croft_app_owner");
      Sql.run(admin, MAKE.formatted(TABLES));
      Sql.run(admin, "RESET ROLE");
      Sql.run(admin, PLANT);
      Sql.run(admin, "ANALYZE");
    }
  }

  @AfterAll
  static void drop() throws SQLException {
    try (Connection admin = SERVER.connect("postgres")) {
      Sql.run(admin, "DROP DATABASE " + DATABASE + " WITH (FORCE)");
    }
  }

  @Test
  void theHolesAreFoundAmongManyTables() throws SQLException {
    try (Connection admin = SERVER.connect(DATABASE)) {
      Report report = Doctor.audit(admin, "eu-1", AuditOptions.DEFAULT);
      System.out.printf("%d tables audited in %s%n", TABLES, report.took());
      assertThat(report.atLeast(Severity.WARNING))
          .extracting(finding -> finding.rule().id() + " " + finding.object())
          .containsExactly(
              "CROFT101 app.table_1",
              "CROFT103 app.table_2",
              "CROFT113 app.table_4",
              "CROFT207 app.table_3",
              "CROFT513 app.table_5");
    }
  }
}
