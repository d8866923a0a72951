package io.croft.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the gate demands of an application's schema, and what it makes of it. */
class ProtectionIT {

  private static final String TENANT = "tenant_id uuid NOT NULL DEFAULT croft.tenant()";
  private static final String GOOD = "(" + TENANT + ", id int, PRIMARY KEY (tenant_id, id))";

  private static GateDatabase database;

  private Connection admin;

  @BeforeAll
  static void createDatabase() throws SQLException {
    database = GateDatabase.create();
  }

  @BeforeEach
  void connect() throws SQLException {
    admin = database.admin();
    admin.setAutoCommit(false);
    // Here the sweep is tested, so the event triggers must not come before it.
    Sql.script(admin, "SET LOCAL search_path = app; SET LOCAL session_replication_role = replica");
  }

  @AfterEach
  void forget() throws SQLException {
    admin.close();
  }

  @Test
  void acceptsAGoodSchema() {
    assertThatCode(() -> Gate.checkSchema(admin, "app")).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          bad has no primary key | CREATE TABLE bad (TENANT, id int)
          bad has no column      | CREATE TABLE bad (id int PRIMARY KEY)
          bad has no column      | CREATE TABLE bad (tenant_id uuid DEFAULT croft.tenant(), id int)
          bad has no column      | CREATE TABLE bad (tenant_id uuid PRIMARY KEY)
          bad has no column      | CREATE TABLE bad (tenant_id uuid PRIMARY KEY DEFAULT gen_random_uuid())
          bad has no column      | CREATE TABLE bad (tenant_id text PRIMARY KEY DEFAULT croft.tenant())
          bad_pkey is an index   | CREATE TABLE bad (TENANT, id int PRIMARY KEY)
          bad_id_tenant_id_key is an index | CREATE TABLE bad (TENANT, id int, PRIMARY KEY (tenant_id, id), UNIQUE (id, tenant_id))
          bad_lower_idx is an index        | CREATE TABLE bad (TENANT, id text, PRIMARY KEY (tenant_id, id)); CREATE INDEX ON bad (lower(id))
          visit_2026_id_idx is an index    | CREATE INDEX ON visit_2026 (id)
          bad_price_excl is an index       | CREATE TABLE bad (TENANT, price int4range, PRIMARY KEY (tenant_id, price), EXCLUDE USING gist (price WITH &&))
          bad.bad_fk is a foreign key      | CREATE TABLE other (tenant_id uuid NOT NULL DEFAULT croft.tenant(), id int, PRIMARY KEY (tenant_id, id), UNIQUE (id)); CREATE TABLE bad (TENANT, id int, other int CONSTRAINT bad_fk REFERENCES other (id), PRIMARY KEY (tenant_id, id))
          bad is a materialized view | CREATE MATERIALIZED VIEW bad AS SELECT 1
          bad is a table that inherits | CREATE TABLE bad (PRIMARY KEY (tenant_id, id)) INHERITS (customer)
          bad() is a function that runs | CREATE FUNCTION bad() RETURNS int LANGUAGE sql SECURITY DEFINER RETURN 1
          """)
  void findsWhatWouldBeOpenToOthers(String problem, String ddl) throws SQLException {
    Sql.script(admin, ddl.replace("TENANT", TENANT));
    assertThatThrownBy(() -> Gate.checkSchema(admin, "app"))
        .isInstanceOfSatisfying(
            CroftException.class,
            e -> {
              assertThat(e).hasMessageContaining("app." + problem);
              assertThat(e.code().code()).isIn("table-without-key", "table-unprotected");
            });
  }

  @Test
  void findsAForeignTable() throws SQLException {
    Sql.script(
        admin,
        "CREATE FOREIGN DATA WRAPPER nowhere; CREATE SERVER there FOREIGN DATA WRAPPER nowhere;"
            + "CREATE FOREIGN TABLE bad (id int) SERVER there");
    assertThatThrownBy(() -> Gate.checkSchema(admin, "app"))
        .hasMessageContaining("app.bad is a foreign table");
  }

  @Test
  void reportsAllProblemsAtOnce() throws SQLException {
    Sql.script(admin, "CREATE TABLE bad (id int); CREATE TABLE worse (id int PRIMARY KEY)");
    assertThatThrownBy(() -> Gate.checkSchema(admin, "app"))
        .isInstanceOfSatisfying(
            CroftException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TABLE_WITHOUT_KEY))
        .hasMessageContaining("app.bad has no primary key")
        .hasMessageContaining("app.bad has no column")
        .hasMessageContaining("app.worse has no column");
  }

  @Test
  void acceptsCompositeKeysAndLedIndexes() throws SQLException {
    Sql.script(
        admin,
        "CREATE TABLE good (%s, id int, customer_id int, name text, PRIMARY KEY (tenant_id, id),"
                .formatted(TENANT)
            + " UNIQUE (tenant_id, name), FOREIGN KEY (tenant_id, customer_id)"
            + " REFERENCES customer (tenant_id, id));"
            + "CREATE INDEX ON good (tenant_id, lower(name)); CREATE VIEW v AS SELECT * FROM good;"
            + "CREATE FUNCTION f() RETURNS int LANGUAGE sql RETURN 1");
    assertThatCode(() -> Gate.checkSchema(admin, "app")).doesNotThrowAnyException();
  }

  @Test
  void protectsTheTablesThatCameAfter() throws SQLException {
    Sql.script(
        admin,
        "CREATE TABLE added "
            + GOOD
            + "; CREATE TABLE visit_2028 PARTITION OF visit FOR VALUES FROM (2028) TO (2029);"
            + "CREATE SEQUENCE more; CREATE VIEW added_view AS SELECT * FROM added");
    Gate.protectPool(admin, "app");
    List<String> before = protection();
    Gate.protectPool(admin, "app");
    assertThat(protection()).isEqualTo(before).anyMatch(line -> line.startsWith("added "));
    assertThat(
            Sql.column(
                admin,
                """
                SELECT c.relname FROM pg_class c
                WHERE c.relnamespace = 'app'::regnamespace AND c.relkind IN ('r', 'p')
                  AND NOT (c.relrowsecurity AND c.relforcerowsecurity
                    AND EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND NOT p.polpermissive)
                    AND EXISTS (SELECT FROM pg_trigger g WHERE g.tgrelid = c.oid AND g.tgenabled = 'A'))
                """))
        .isEmpty();
  }

  @Test
  void givesTheSchemaToAnOwnerThatNobodyIs() throws SQLException {
    assertThat(
            Sql.column(
                admin,
                """
                SELECT c.relname FROM pg_class c
                WHERE c.relnamespace = 'app'::regnamespace AND c.relkind IN ('r', 'p', 'S', 'v')
                  AND c.relowner <> 'croft_app_owner'::regrole
                UNION ALL
                SELECT nspname FROM pg_namespace
                WHERE nspname = 'app' AND nspowner <> 'croft_app_owner'::regrole
                """))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"customer", "booking", "visit", "visit_2026", "cheap_booking"})
  void grantsNothingBeyondReadingAndWritingRows(String relation) throws SQLException {
    assertThat(
            Sql.column(
                admin,
                """
                SELECT g.privilege_type
                FROM pg_class c, aclexplode(c.relacl) g
                WHERE c.oid = ('app.' || ?)::regclass AND g.grantee = 'croft_pool'::regrole
                """,
                relation))
        .containsExactlyInAnyOrder("SELECT", "INSERT", "UPDATE", "DELETE");
  }

  @Test
  void isInstalledAgainWithoutHarm() throws SQLException {
    admin.rollback();
    admin.setAutoCommit(true);
    Gate.install(admin);
    Gate.protectPool(admin, "app");
    try (Connection own = database.entered(database.ann())) {
      assertThat(Sql.number(own, "SELECT count(*) FROM customer")).isEqualTo(3);
    }
    assertThat(
            Sql.column(
                admin,
                """
                SELECT p.proname FROM pg_proc p
                WHERE p.pronamespace = 'croft'::regnamespace
                  AND has_function_privilege('public', p.oid, 'EXECUTE')
                """))
        .containsExactlyInAnyOrder(
            "register", "tenant", "login_tenant", "access", "join", "reopen", "handover", "open");
  }

  private List<String> protection() throws SQLException {
    return Sql.column(
        admin,
        """
        SELECT c.relname || ' ' || c.relrowsecurity || c.relforcerowsecurity || coalesce(c.relacl::text, '')
          || (SELECT string_agg(p.polname || pg_get_expr(p.polqual, p.polrelid), ',' ORDER BY p.polname)
              FROM pg_policy p WHERE p.polrelid = c.oid)
          || (SELECT string_agg(pg_get_triggerdef(g.oid), ',' ORDER BY g.tgname)
              FROM pg_trigger g WHERE g.tgrelid = c.oid AND NOT g.tgisinternal)
        FROM pg_class c
        WHERE c.relnamespace = 'app'::regnamespace AND c.relkind IN ('r', 'p')
        ORDER BY c.relname
        """);
  }
}
