package io.croft.catalog;

import static io.croft.catalog.Refused.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.croft.core.ErrorCode;
import io.croft.core.Isolation;
import io.croft.core.Placement;
import io.croft.core.Slug;
import io.croft.core.TenantId;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReaderRightsIT {

  private static CatalogAddress owner;
  private static CatalogAddress reader;
  private static ControlCatalog control;
  private static NewTenant acme;

  @BeforeAll
  static void open() {
    owner = Catalogs.emptyDatabase();
    control = ControlCatalog.open(owner, Catalogs.SECRET);
    control.addServer(
        new NewServer(
            "eu-1",
            "eu",
            Map.of("rack", "r7"),
            10,
            50,
            "admin.example",
            5499,
            "chief",
            "s3cret",
            "app.example",
            6432),
        "ada");
    acme = new NewTenant(TenantId.random(), Slug.of("acme"), "Acme", "standard", "eu");
    control.createTenant(acme, Isolation.SCHEMA, "eu-1", "ada");
    control
        .operations()
        .create(NewOperation.of(OperationKind.MOVE, acme.id(), Map.of(), List.of("copy")), "ada");
    reader = control.addReader("shop_reader", "r3ader-pw", "ada");
  }

  @AfterAll
  static void close() {
    control.close();
  }

  @Test
  void readsWhatRoutingNeeds() {
    try (PostgresCatalog catalog = PostgresCatalog.open(reader)) {
      assertThat(catalog.tenant(Slug.of("acme"))).isEqualTo(control.tenant(acme.id()));
      assertThat(catalog.tenant(acme.id())).isPresent();
      assertThat(catalog.placement(acme.id()))
          .contains(Placement.of(acme.id(), Isolation.SCHEMA, "eu-1", 1));
      assertThat(catalog.endpoint("eu-1")).isEqualTo(new Endpoint("eu-1", "app.example", 6432, 50));
      assertThat(catalog.endpoints()).contains(catalog.endpoint("eu-1"));
      assertThat(catalog.tenants(TenantFilter.all()))
          .containsExactly(
              new TenantRow(
                  control.tenant(acme.id()).orElseThrow(),
                  Placement.of(acme.id(), Isolation.SCHEMA, "eu-1", 1)));
      assertThat(catalog.tenants(TenantFilter.all().withAfter(acme.slug()))).isEmpty();
      assertThat(catalog.tenant(Slug.of("nobody"))).isEmpty();
      assertRefused(ErrorCode.SERVER_UNKNOWN, () -> catalog.endpoint("mars"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT admin_password FROM catalog.server",
        "SELECT admin_user, host FROM catalog.server",
        "SELECT name FROM catalog.server",
        "SELECT id FROM catalog.tenant",
        "SELECT tenant FROM catalog.placement",
        "SELECT name FROM catalog.plan",
        "SELECT id FROM catalog.audit",
        "SELECT id FROM catalog.operation",
        "SELECT name FROM catalog.operation_step",
        "SELECT value FROM catalog.key_check",
        "SELECT login FROM catalog.reader",
        "SELECT evidence FROM catalog.probe",
        "SELECT worker FROM catalog.watch_round",
        "SELECT holder FROM catalog.budget_share",
        "SELECT catalog.fair_share('eu-1', gen_random_uuid(), 8)",
        "SELECT version FROM catalog.flyway_schema_history",
        "SELECT nextval('catalog.attempt')",
        "SELECT rolpassword FROM pg_catalog.pg_authid",
        "SELECT passwd FROM pg_catalog.pg_shadow",
        "SELECT pg_read_file('PG_VERSION')",
        "SET ROLE croft_control"
      })
  void isRefusedEverythingElse(String statement) {
    assertThatThrownBy(() -> asReader(statement)).satisfies(ReaderRightsIT::isDenied);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE catalog.app_tenant SET status = 'active'",
        "INSERT INTO catalog.app_server (name) VALUES ('x')",
        "DELETE FROM catalog.app_placement",
        "DELETE FROM catalog.budget_share",
        "CREATE TABLE catalog.mine ()",
        "CREATE TABLE public.mine ()",
        "CREATE TEMP TABLE mine ()",
        "CREATE SCHEMA mine",
        "CREATE ROLE mine"
      })
  void isRefusedEveryChange(String statement) {
    assertThatThrownBy(() -> asReader("SET default_transaction_read_only = off", statement))
        .satisfies(ReaderRightsIT::isDenied);
  }

  @Test
  void canReadNoRelationButTheViewsOfApplications() throws SQLException {
    String readable =
        """
        SELECT string_agg(c.oid::regclass::text, ' ' ORDER BY c.relname)
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname NOT IN ('pg_catalog', 'information_schema')
          AND c.relkind IN ('r', 'v', 'm', 'p', 'f', 'S')
          AND (has_table_privilege(current_user, c.oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE')
            OR has_any_column_privilege(current_user, c.oid, 'SELECT, INSERT, UPDATE'))
        """;

    assertThat(asReader(readable))
        .isEqualTo(
            "catalog.app_arrival catalog.app_destination catalog.app_placement catalog.app_server"
                + " catalog.app_standing catalog.app_tenant");
  }

  @Test
  void findsNothingSecretInWhatItCanRead() throws SQLException {
    String all =
        asReader(
            """
            SELECT (SELECT jsonb_agg(to_jsonb(t)) FROM catalog.app_tenant t)::text
              || (SELECT jsonb_agg(to_jsonb(p)) FROM catalog.app_placement p)::text
              || (SELECT jsonb_agg(to_jsonb(s)) FROM catalog.app_server s)::text
            """);

    assertThat(all).contains("acme", "app.example");
    assertThat(all).doesNotContain("s3cret", "chief", "admin.example", "5499", "rack", "\\\\x");
  }

  @Test
  void keepsNoPasswordInPlainTextAnywhereInTheCatalog() throws SQLException {
    String everything =
        first(
            owner,
            """
            SELECT string_agg(query_to_xml(format('SELECT * FROM %s', c.oid::regclass),
              true, true, '')::text, '')
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = 'catalog' AND c.relkind = 'r'
            """);

    assertThat(everything).contains("admin.example", "shop_reader");
    assertThat(everything).doesNotContain("s3cret", "r3ader-pw");
  }

  @Test
  void givesAReaderANewPassword() {
    control.addReader("renewed_reader", "old-pw", "ada");
    CatalogAddress renewed = control.addReader("renewed_reader", "new-pw", "ada");

    PostgresCatalog.open(renewed).close();
    assertRefused(
        ErrorCode.LOGIN_REFUSED,
        () ->
            PostgresCatalog.open(new CatalogAddress(owner.jdbcUrl(), "renewed_reader", "old-pw")));
  }

  @Test
  void makesNoReaderOfARoleThatIsMore() {
    Catalogs.sql(owner, "CREATE ROLE also_control LOGIN IN ROLE croft_control, croft_reader");

    assertRefused(
        ErrorCode.ROLE_TOO_POWERFUL,
        () -> control.addReader(Catalogs.SERVER.superuser(), "pw", "ada"));
    assertRefused(
        ErrorCode.ROLE_TOO_POWERFUL, () -> control.addReader("also_control", "pw", "ada"));
    assertRefused(
        ErrorCode.ROLE_TOO_POWERFUL, () -> control.addReader("croft_control", "pw", "ada"));
  }

  @Test
  void quotesTheLoginAndThePassword() {
    CatalogAddress odd = control.addReader("o'dd \"reader\"", "p'w\\\"", "ada");

    PostgresCatalog.open(odd).close();
  }

  private static String asReader(String... statements) throws SQLException {
    return first(reader, statements);
  }

  /** Returns the first value of the last statement's first row. */
  private static String first(CatalogAddress address, String... statements) throws SQLException {
    try (Connection connection = Catalogs.connect(address);
        Statement statement = connection.createStatement()) {
      String value = "";
      for (String sql : statements) {
        if (statement.execute(sql)) {
          try (ResultSet rows = statement.getResultSet()) {
            value = rows.next() ? String.valueOf(rows.getString(1)) : "";
          }
        }
      }
      return value;
    }
  }

  private static void isDenied(Throwable error) {
    assertThat(error).isInstanceOf(SQLException.class);
    assertThat(((SQLException) error).getSQLState()).isEqualTo("42501");
  }
}
