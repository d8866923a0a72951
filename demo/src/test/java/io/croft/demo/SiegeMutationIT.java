package io.croft.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.croft.core.Isolation;
import io.croft.core.Placement;
import io.croft.jdbc.CroftDataSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Takes one defence away at a time: then a forgery must come through that else does not. */
class SiegeMutationIT {

  private static final People.Source PEOPLE = People.source(42);
  private static final Fleet FLEET = Fleet.of(42, 24, PEOPLE);

  private static Platform platform;

  @BeforeAll
  static void open() throws SQLException {
    platform = Platform.open(Optional.empty());
    try (Interruption interruption = Interruption.watch()) {
      Settlement settlement = new Settlement(platform, PEOPLE, interruption);
      List<Business> quiet =
          Stream.of(Isolation.values()).flatMap(i -> FLEET.quiet(i).stream()).toList();
      settlement.provision(quiet);
      settlement.load(quiet);
    }
  }

  @AfterAll
  static void close() {
    platform.close();
  }

  private static Party attacker(Isolation isolation) throws SQLException {
    return party(FLEET.quiet(isolation).get(0));
  }

  private static Party victim(Isolation isolation) throws SQLException {
    List<Business> quiet = FLEET.quiet(isolation);
    return party(quiet.get(quiet.size() - 1));
  }

  private static Party party(Business business) throws SQLException {
    return Party.of(platform, platform.placement(business.tenant()));
  }

  private static List<String> through(Party attacker, Party victim) throws SQLException {
    try (CroftDataSource source = platform.newSource();
        Interruption interruption = Interruption.watch()) {
      return new Siege(platform, source, interruption)
          .attack(attacker, victim, Forgery.corpus()).stream()
              .filter(DemoReport.Attempt::through)
              .map(DemoReport.Attempt::title)
              .toList();
    }
  }

  /**
   * One defence.
   *
   * @param edited the function whose text is changed instead; empty for none
   * @param remove statements, or what is replaced and by what in the function's text
   * @param restore the statements that undo it
   * @param title the forgery that comes through
   */
  private record Defence(
      String name,
      Isolation from,
      Isolation against,
      String edited,
      List<String> remove,
      List<String> restore,
      String title) {

    @Override
    public String toString() {
      return name;
    }
  }

  private static Defence granted(
      String name, Isolation from, Isolation against, String grant, String title) {
    String revoke = grant.replace("GRANT", "REVOKE").replace(" TO ", " FROM ");
    return new Defence(name, from, against, "", List.of(grant), List.of(revoke), title);
  }

  private static Defence edited(String name, String text, String by, String title) {
    return new Defence(
        name,
        Isolation.POOL,
        Isolation.POOL,
        "croft.enter(bytea, text)",
        List.of(text, by),
        List.of(),
        title);
  }

  static Stream<Defence> defences() {
    return Stream.of(
        edited(
            "the seal's signature",
            "= substring(seal FROM 73)",
            "IS NOT NULL",
            "one's own seal with the victim written in"),
        edited(
            "the seal's backend",
            "sealed_pid <> pg_backend_pid()",
            "false",
            "the victim's seal, stolen from another backend"),
        granted(
            "the register's lock",
            Isolation.POOL,
            Isolation.POOL,
            "GRANT SET ON PARAMETER backtrace_functions TO croft_app",
            "set_config of the register for the transaction"),
        new Defence(
            "the policy's check",
            Isolation.POOL,
            Isolation.POOL,
            "",
            List.of("ALTER POLICY croft_tenant ON app.service WITH CHECK (true)"),
            List.of(
                "ALTER POLICY croft_tenant ON app.service"
                    + " WITH CHECK (tenant_id = (SELECT croft.tenant()))"),
            "an INSERT for the victim"),
        new Defence(
            "the home's check",
            Isolation.SCHEMA,
            Isolation.POOL,
            "",
            List.of("ALTER TABLE {ownschema}.service DROP CONSTRAINT croft_tenant"),
            List.of(
                "DELETE FROM {ownschema}.service WHERE tenant_id <> '{own}'",
                "ALTER TABLE {ownschema}.service"
                    + " ADD CONSTRAINT croft_tenant CHECK (tenant_id = '{own}'::uuid)"),
            "an INSERT for the victim"),
        granted(
            "the seal keys' privacy",
            Isolation.SCHEMA,
            Isolation.POOL,
            "GRANT SELECT ON croft.seal_key TO {ownlogin}",
            "the seal keys"),
        granted(
            "the gate's privacy",
            Isolation.POOL,
            Isolation.SCHEMA,
            "GRANT SELECT ON croft.gate TO croft_app",
            "the gate's table"),
        granted(
            "the separate logins",
            Isolation.SCHEMA,
            Isolation.SCHEMA,
            "GRANT {login} TO {ownlogin}",
            "the victim's schema by name"),
        granted(
            "the pool's rights",
            Isolation.SCHEMA,
            Isolation.POOL,
            "GRANT pg_read_all_data TO {ownlogin}",
            "the gate's table"));
  }

  @ParameterizedTest
  @MethodSource("defences")
  void isBrokenWithout(Defence defence) throws SQLException {
    Party attacker = attacker(defence.from());
    Party victim = victim(defence.against());
    remove(defence, attacker, victim);
    try {
      assertThat(through(attacker, victim)).contains(defence.title());
    } finally {
      restore(defence, attacker, victim);
    }
    assertThat(through(attacker, victim)).isEmpty();
  }

  private String shipped = "";

  private void remove(Defence defence, Party attacker, Party victim) throws SQLException {
    if (defence.edited().isEmpty()) {
      run(attacker.home(), fill(defence.remove(), attacker, victim));
      return;
    }
    shipped = definition(attacker.home(), defence.edited());
    assertThat(shipped).contains(defence.remove().get(0));
    run(
        attacker.home(),
        List.of(shipped.replace(defence.remove().get(0), defence.remove().get(1))));
  }

  private void restore(Defence defence, Party attacker, Party victim) throws SQLException {
    run(
        attacker.home(),
        defence.edited().isEmpty() ? fill(defence.restore(), attacker, victim) : List.of(shipped));
  }

  @Test
  void doesNotEvenBeginWithoutRowSecurity() throws SQLException {
    Party attacker = attacker(Isolation.POOL);
    run(attacker.home(), List.of("ALTER TABLE app.customer DISABLE ROW LEVEL SECURITY"));
    try {
      assertThatThrownBy(() -> through(attacker, victim(Isolation.POOL)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("before anything is tried");
    } finally {
      run(attacker.home(), List.of("ALTER TABLE app.customer ENABLE ROW LEVEL SECURITY"));
    }
  }

  private static List<String> fill(List<String> statements, Party attacker, Party victim) {
    return statements.stream()
        .map(
            sql ->
                victim.fill(
                    sql.replace("{ownschema}", quoted(attacker.home().schema()))
                        .replace("{ownlogin}", quoted(attacker.home().login())),
                    attacker.home()))
        .toList();
  }

  private static String quoted(String name) {
    return io.croft.core.Identifiers.quote(name);
  }

  private static String definition(Placement home, String function) throws SQLException {
    try (Connection admin = platform.admin(home);
        Statement statement = admin.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT pg_get_functiondef('" + function + "'::regprocedure)")) {
      row.next();
      return row.getString(1);
    }
  }

  private static void run(Placement home, List<String> statements) throws SQLException {
    try (Connection admin = platform.admin(home);
        Statement statement = admin.createStatement()) {
      // The event triggers would mend or refuse what is broken here.
      statement.execute("SET session_replication_role = replica");
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }
}
