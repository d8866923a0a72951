package io.croft.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.croft.core.Access;
import io.croft.core.Identifiers;
import io.croft.core.Isolation;
import io.croft.core.Placement;
import io.croft.core.TenantId;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.jdbc.PgConnection;

/**
 * A session that is made ahead has loaded what its first transaction needs, and has done nothing.
 */
final class WarmupIT extends TenantsOnServers {

  /** What a session has loaded: functions that it has compiled, indexes and policies of tables. */
  private static final String LOADED =
      """
      SELECT DISTINCT ident FROM pg_backend_memory_contexts
      WHERE name IN ('PL/pgSQL function', 'index info', 'row security descriptor')
        AND ident IS NOT NULL
      ORDER BY ident
      """;

  @Override
  Isolation isolation() {
    return Isolation.SCHEMA;
  }

  @ParameterizedTest
  @EnumSource(Isolation.class)
  void loadsTheGateAndTheTablesOfAHomeThatIsNotOpen(Isolation isolation) throws SQLException {
    Placement home = HandMove.prepared(homeOfA, isolation, "two").to;
    try (Connection cold = connect(home);
        Connection warm = connect(home)) {
      warm(warm, home);
      String entrance = isolation == Isolation.POOL ? "enter" : "join";
      String guard = isolation == Isolation.POOL ? "guard_pool" : "guard_home";
      assertThat(loaded(warm))
          .anyMatch(ident -> ident.contains(entrance))
          .anyMatch(ident -> ident.contains(guard))
          .anyMatch(ident -> ident.equals("note_pkey"));
      assertThat(loaded(cold)).noneMatch(ident -> ident.contains("guard"));
    }
  }

  @ParameterizedTest
  @EnumSource(Isolation.class)
  void firesNoTriggerOfTheApplicationAndChangesNothing(Isolation isolation) throws SQLException {
    Placement home = Cluster.create(TenantId.random(), isolation, "two", 1);
    try (Connection admin = Cluster.admin(home)) {
      String schema = Identifiers.quote(home.schema());
      execute(
          admin,
          """
          CREATE SEQUENCE IF NOT EXISTS public.fired;
          GRANT USAGE ON SCHEMA public TO PUBLIC;
          GRANT USAGE ON SEQUENCE public.fired TO PUBLIC;
          CREATE OR REPLACE FUNCTION public.fire() RETURNS trigger LANGUAGE plpgsql AS
            'BEGIN PERFORM nextval(''public.fired''); RETURN NULL; END';
          DROP TRIGGER IF EXISTS aaa ON %1$s.note;
          CREATE TRIGGER aaa BEFORE DELETE ON %1$s.note
            FOR EACH STATEMENT EXECUTE FUNCTION public.fire()
          """
              .formatted(schema));
      try (Connection session = connect(home)) {
        warm(session, home);
        assertThat(strings(admin, "SELECT is_called FROM public.fired")).containsExactly("f");
      } finally {
        execute(admin, "DROP TRIGGER aaa ON %s.note".formatted(schema));
      }
    }
  }

  private static void warm(Connection session, Placement home) throws SQLException {
    new Warmup(Cluster.SECRET).run(session.unwrap(PgConnection.class), home, Access.FULL);
  }

  private static List<String> loaded(Connection session) throws SQLException {
    return strings(session, LOADED);
  }

  /** Connects as the application does; the login may see what its session has loaded. */
  private static Connection connect(Placement home) throws SQLException {
    try (Connection admin = Cluster.admin(home)) {
      execute(admin, "GRANT pg_read_all_stats TO " + Identifiers.quote(home.login()));
    }
    Properties properties = new Properties();
    properties.setProperty("user", home.login());
    properties.setProperty("password", Cluster.SECRET.loginPassword(home.server(), home.login()));
    properties.setProperty("options", StartupOptions.of(home.schema()));
    return DriverManager.getConnection(
        Cluster.server(home.server()).jdbcUrl(home.database()), properties);
  }
}
