package io.croft.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.croft.catalog.Catalog;
import io.croft.core.Placement;
import io.croft.jdbc.CroftDataSource;
import io.croft.testbed.TestFleet;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an application's own login can see of what would be open to it, by each way to open it. */
final class OpenRelationsIT {

  private static final Catalog READER = NotesService.fleet().openReader();
  private static final CroftDataSource SOURCE =
      CroftDataSource.builder(READER, NotesService.fleet().secret().application()).build();

  @AfterAll
  static void close() {
    SOURCE.close();
    READER.close();
  }

  /** As an administrator whom the event triggers of the gate do not watch. */
  private static void unwatched(String sql) throws SQLException {
    try (Connection superuser =
            NotesService.fleet().server(TestFleet.EU).connect(Placement.SHARED_DATABASE);
        Statement statement = superuser.createStatement()) {
      statement.execute("SET session_replication_role = replica;" + sql);
    }
  }

  @AfterEach
  void mend() throws SQLException {
    unwatched(
        """
        DROP SCHEMA IF EXISTS beside CASCADE;
        DROP VIEW IF EXISTS app.open_view;
        DROP MATERIALIZED VIEW IF EXISTS app.open_sums;
        DROP TABLE IF EXISTS app.open_table;
        DROP FOREIGN DATA WRAPPER IF EXISTS nowhere CASCADE;
        SELECT croft.protect_pool_table('app.note')
        """);
  }

  private static List<String> open() throws SQLException {
    try (Connection nobody = SOURCE.modelConnection()) {
      return OpenRelations.list(nobody);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CREATE TABLE app.open_table (id bigint); GRANT INSERT ON app.open_table TO croft_pool"
            + " | app.open_table",
        "CREATE TABLE app.open_table (tenant_id uuid, n int); GRANT SELECT (n) ON app.open_table TO croft_pool"
            + " | app.open_table",
        "CREATE TABLE app.open_table (n int); GRANT UPDATE (n) ON app.open_table TO croft_pool"
            + " | app.open_table",
        "CREATE MATERIALIZED VIEW app.open_sums AS SELECT count(*) FROM app.note;"
            + " GRANT SELECT ON app.open_sums TO croft_pool | app.open_sums (a materialized view",
        "CREATE FOREIGN DATA WRAPPER nowhere; CREATE SERVER nowhere FOREIGN DATA WRAPPER nowhere;"
            + " CREATE SCHEMA beside; CREATE FOREIGN TABLE beside.away (id int) SERVER nowhere;"
            + " GRANT USAGE ON SCHEMA beside TO croft_pool; GRANT SELECT ON beside.away TO croft_pool"
            + " | beside.away (a foreign table)",
        "CREATE VIEW app.open_view AS SELECT * FROM app.note; GRANT SELECT ON app.open_view TO croft_pool"
            + " | app.open_view (a view with the rights of an owner",
        "CREATE SCHEMA beside; GRANT USAGE ON SCHEMA beside TO croft_pool;"
            + " CREATE TABLE beside.\"Odd\" (id int); GRANT DELETE ON beside.\"Odd\" TO PUBLIC"
            + " | beside.\"Odd\"",
        "ALTER POLICY croft_tenant ON app.note USING (true) | app.note",
        "ALTER POLICY croft_tenant ON app.note WITH CHECK (true) | app.note",
        "ALTER POLICY croft_tenant ON app.note TO croft_app_owner | app.note",
        "DROP POLICY croft_tenant ON app.note | app.note",
        "ALTER TABLE app.note DISABLE ROW LEVEL SECURITY | app.note"
      })
  void findsWhatIsOpen(String opening, String found) throws SQLException {
    unwatched(opening);
    assertThat(open()).singleElement().asString().startsWith(found);
  }

  @Test
  void nothingIsOpenByItself() throws SQLException {
    assertThat(open()).isEmpty();
  }

  @Test
  void whatIsForAllOrOutOfReachIsNotOpen() throws SQLException {
    unwatched(
        """
        CREATE SCHEMA beside;
        CREATE TABLE beside.secret (tenant_id uuid);
        GRANT ALL ON beside.secret TO PUBLIC;
        CREATE TABLE app.open_table (code text);
        GRANT SELECT ON app.open_table TO croft_pool;
        CREATE MATERIALIZED VIEW app.open_sums AS SELECT count(*) FROM app.note;
        CREATE VIEW app.open_view WITH (security_invoker = true) AS SELECT * FROM app.note;
        GRANT SELECT ON app.open_view TO croft_pool
        """);
    assertThat(open()).isEmpty();
  }
}
