package io.croft.attack;

import static io.croft.core.Isolation.POOL;

import io.croft.core.Access;
import io.croft.core.Placement;
import io.croft.gate.Sealer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;
import org.postgresql.PGProperty;

/** Code of a tenant that may only read, and wants more of that tenant. */
final class AccessAttacks {

  private static final List<String> WRITES =
      List.of(
          "INSERT INTO croft_canary (id, mark) VALUES (1, 'written')",
          "UPDATE croft_canary SET mark = 'written'",
          "DELETE FROM croft_canary",
          "MERGE INTO croft_canary c USING (VALUES (1)) v (id) ON c.id = v.id"
              + " WHEN MATCHED THEN DELETE",
          "WITH gone AS (DELETE FROM croft_canary RETURNING id) SELECT * FROM gone",
          "DO $$ BEGIN DELETE FROM croft_canary; END $$",
          "SELECT * FROM croft_canary FOR UPDATE",
          "LOCK TABLE croft_canary IN EXCLUSIVE MODE",
          "TRUNCATE croft_canary",
          "SELECT nextval('invoice_number')",
          "CREATE TABLE own (id bigint)",
          "CREATE TEMPORARY TABLE own (id bigint)");

  private AccessAttacks() {}

  static List<Attack> all() {
    return List.of(
        Attack.named("access-write", "code that may only read writes")
            .from("a read-only consumer of an interface that is given SQL")
            .only(Safety.OWN_HOMES)
            .without(
                Control.database(
                    "access-granted",
                    "the rights of a login for each access",
                    "GRANT INSERT, UPDATE, DELETE ON croft_canary TO {ownreader}"))
            .does(AccessAttacks::write),
        Attack.named("access-of-another-login", "code that may only read takes on the full login")
            .from("RESET ROLE undoes what SET ROLE has narrowed")
            .only(Safety.OWN_SERVER)
            .without(
                Control.server(
                    "full-login-granted",
                    "logins that are no members of each other",
                    "GRANT {ownlogin} TO {ownreader}",
                    "REVOKE {ownlogin} FROM {ownreader}"))
            .does(AccessAttacks::becomeFull),
        Attack.named(
                "access-of-another-seal", "a seal of one access is used by the login of another")
            .from("a seal that is stolen by code of less than full access")
            .in(POOL)
            .only(Safety.OWN_HOMES)
            .without(
                POOL,
                Control.function(
                    "access-unsealed",
                    "the access in the seal",
                    "enter",
                    "IF sealed_access <> substr(",
                    "IF false AND sealed_access <> substr("))
            .does(AccessAttacks::otherSeal));
  }

  private static void write(Trial trial) throws SQLException {
    for (String sql : WRITES) {
      Connection reader = reader(trial);
      enter(trial, reader, Party.READER);
      trial.mustRefuse(sql, () -> Sql.run(reader, sql), "42501");
      reader.rollback();
    }
  }

  private static void becomeFull(Trial trial) throws SQLException {
    for (String sql : List.of("SET ROLE {ownlogin}", "SET SESSION AUTHORIZATION {ownlogin}")) {
      Connection reader = reader(trial);
      enter(trial, reader, Party.READER);
      trial.mustRefuse(sql, () -> Sql.run(reader, trial.fill(sql)), "42501");
      reader.rollback();
    }
  }

  private static void otherSeal(Trial trial) throws SQLException {
    Connection reader = reader(trial);
    trial.mustRefuse("a seal of full access", () -> enter(trial, reader, Access.FULL), "TN003");
    Connection full = trial.outside();
    full.setAutoCommit(false);
    trial.mustRefuse("a seal of a reader", () -> enter(trial, full, Party.READER), "TN003");
  }

  private static Connection reader(Trial trial) throws SQLException {
    Placement home = trial.own().home();
    Properties properties = trial.ground().properties(home);
    String login = trial.own().readerLogin();
    PGProperty.USER.set(properties, login);
    PGProperty.PASSWORD.set(
        properties, trial.ground().secret().loginPassword(home.server(), login));
    Connection reader = trial.opened(trial.ground().login(home, properties));
    reader.setAutoCommit(false);
    return reader;
  }

  private static void enter(Trial trial, Connection connection, Access access) throws SQLException {
    if (!trial.inPool()) {
      Sql.call(connection, "SELECT croft.join()");
      return;
    }
    int pid = trial.ground().door().bindsBackends() ? Sql.pid(connection) : 0;
    byte[] seal = new Sealer(trial.ground().secret()).seal(trial.own().home(), pid, access);
    try (PreparedStatement enter = connection.prepareStatement("SELECT croft.enter(?)")) {
      enter.setBytes(1, seal);
      enter.execute();
    }
  }
}
