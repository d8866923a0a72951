package io.croft.attack;

import static io.croft.core.Isolation.DATABASE;
import static io.croft.core.Isolation.POOL;
import static io.croft.core.Isolation.SCHEMA;

import io.croft.core.Identifiers;
import io.croft.core.Placement;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;
import org.postgresql.PGProperty;

/** Attempts to be another role, or to be oneself where one does not belong. */
final class RoleAttacks {

  private static final Control VICTIMS_ROLE =
      Control.server(
          "victims-role-granted",
          "a login of its own for each home, without members",
          "GRANT {login} TO {ownlogin}",
          "REVOKE {login} FROM {ownlogin}");

  private static final Control MOVER_GRANTED =
      Control.server(
          "mover-granted",
          "a pool's login that is no member of a powerful role",
          "GRANT croft_mover TO {ownlogin}",
          "REVOKE croft_mover FROM {ownlogin}");

  private RoleAttacks() {}

  static List<Attack> all() {
    return List.of(
        Attack.named("set-role", "another role is taken on")
            .from("matrix 52; a shared login makes role-per-tenant a decoration")
            .without(POOL, MOVER_GRANTED)
            .without(SCHEMA, VICTIMS_ROLE)
            .without(DATABASE, VICTIMS_ROLE)
            .does(RoleAttacks::setRole),
        Attack.named("role-attributes", "the login raises itself or another, or makes one")
            .from("matrix 3, 41")
            .only(Safety.OWN_SERVER)
            .without(
                Control.server(
                    "createrole-granted",
                    "a login without CREATEROLE",
                    "ALTER ROLE {ownlogin} CREATEROLE",
                    "ALTER ROLE {ownlogin} NOCREATEROLE"))
            .does(
                t ->
                    t.eachRefused(
                        List.of(
                            "ALTER ROLE CURRENT_USER BYPASSRLS",
                            "ALTER ROLE CURRENT_USER SUPERUSER",
                            "ALTER ROLE CURRENT_USER CREATEROLE",
                            "ALTER ROLE CURRENT_USER REPLICATION",
                            "ALTER ROLE croft_mover PASSWORD 'mine'",
                            "ALTER ROLE croft_owner LOGIN",
                            "GRANT croft_owner TO CURRENT_USER",
                            "GRANT croft_app_owner TO CURRENT_USER",
                            "GRANT pg_read_all_data TO CURRENT_USER",
                            "CREATE ROLE croft_attack_role",
                            "ALTER DEFAULT PRIVILEGES FOR ROLE croft_app_owner"
                                + " GRANT ALL ON TABLES TO PUBLIC"),
                        Trial.Gain.ACCEPTED,
                        "42501",
                        "0LP01")),
        Attack.named("foreign-login", "another's login is tried with one's own password")
            .from("one password for all logins")
            .without(POOL, samePassword("mover-password-shared", "croft_mover"))
            .without(SCHEMA, samePassword("login-password-shared", "{login}"))
            .without(DATABASE, samePassword("login-password-shared", "{login}"))
            .does(RoleAttacks::logIn),
        Attack.named("foreign-database", "one's own login is tried in other databases")
            .from("matrix 54")
            .without(POOL, admitted("postgres"))
            .without(SCHEMA, admitted("postgres"))
            .without(DATABASE, admitted("{database}"))
            .does(RoleAttacks::connect),
        Attack.named("replication-session", "the log of changes is read through replication")
            .from("matrix 56; ExtraReplica")
            .without(
                Control.server(
                    "replication-granted",
                    "a login without REPLICATION",
                    "ALTER ROLE {ownlogin} REPLICATION",
                    "ALTER ROLE {ownlogin} NOREPLICATION"))
            .does(RoleAttacks::replicate),
        Attack.named("poisoned-login", "settings are left on the login for every later session")
            .from("matrix 41 (one statement that bricks every login)")
            .only(Safety.OWN_SERVER)
            .without(
                Control.client(
                    "no-startup-options",
                    "the settings that every connection starts with",
                    Weakness.NO_STARTUP_OPTIONS))
            .does(RoleAttacks::poison));
  }

  /** A verifier of SCRAM is good for any role; the one before is kept in the role's comment. */
  private static Control samePassword(String id, String role) {
    String give =
        """
        DO $do$
        DECLARE
          theirs text := (SELECT rolpassword FROM pg_authid WHERE oid = '%1$s'::regrole);
          ours text := (SELECT rolpassword FROM pg_authid WHERE oid = '{ownlogin}'::regrole);
        BEGIN
          EXECUTE format('COMMENT ON ROLE %1$s IS %%L', theirs);
          EXECUTE format('ALTER ROLE %1$s PASSWORD %%L', ours);
        END
        $do$
        """;
    String giveBack =
        """
        DO $do$
        BEGIN
          EXECUTE format('ALTER ROLE %1$s PASSWORD %%L',
            shobj_description('%1$s'::regrole, 'pg_authid'));
          EXECUTE 'COMMENT ON ROLE %1$s IS NULL';
        END
        $do$
        """;
    return Control.server(
        id, "a password of its own for each login", give.formatted(role), giveBack.formatted(role));
  }

  private static Control admitted(String database) {
    return Control.server(
        "connect-granted",
        "databases that admit named logins only",
        "GRANT CONNECT ON DATABASE " + database + " TO PUBLIC",
        "REVOKE CONNECT ON DATABASE " + database + " FROM PUBLIC");
  }

  private static void setRole(Trial trial) throws SQLException {
    Connection own = trial.outside();
    List<String> roles =
        Sql.column(
            own,
            """
            SELECT rolname FROM pg_roles
            WHERE rolname NOT IN (session_user, 'croft_pool', 'croft_tenants')
              AND (rolname !~ '^t_' OR rolname = ?)
            """,
            trial.victim().home().login());
    for (String role : roles) {
      for (String form : List.of("SET LOCAL ROLE %s", "SET SESSION AUTHORIZATION %s")) {
        String sql = form.formatted(Identifiers.quote(role));
        trial.begin(own, trial.own());
        trial.mustRefuse(sql, () -> Sql.run(own, sql), "42501", "22023");
      }
    }
    own.rollback();
  }

  private static void logIn(Trial trial) {
    Placement own = trial.own().home();
    Placement victim = trial.victim().home();
    List<String> logins =
        trial.inPool()
            ? List.of("croft_mover", "croft_owner", "croft_app_owner")
            : List.of(victim.login(), "croft_mover", "croft_app");
    String derived = trial.ground().secret().loginPassword(own.server(), own.login());
    for (String login : logins) {
      for (String password : List.of(derived, login, "postgres")) {
        Properties properties = trial.ground().properties(victim);
        PGProperty.USER.set(properties, login);
        PGProperty.PASSWORD.set(properties, password);
        trial.mustRefuse(
            "login " + login,
            () -> trial.ground().login(victim, properties).close(),
            "28P01",
            "28000");
      }
    }
  }

  private static void connect(Trial trial) {
    Placement own = trial.own().home();
    List<String> databases =
        trial.ground().isolation() == DATABASE
            ? List.of(trial.victim().home().database(), Placement.SHARED_DATABASE, "postgres")
            : List.of("postgres", "template1", "croft_template");
    for (String database : databases) {
      trial.mustRefuse(
          "database " + database,
          () ->
              trial
                  .ground()
                  .door()
                  .open(own.server(), database, trial.ground().properties(own))
                  .close(),
          "42501",
          "55000");
    }
  }

  private static void replicate(Trial trial) {
    Properties properties = trial.ground().properties(trial.own().home());
    PGProperty.REPLICATION.set(properties, "database");
    PGProperty.ASSUME_MIN_SERVER_VERSION.set(properties, "15");
    PGProperty.PREFER_QUERY_MODE.set(properties, "simple");
    trial.mustRefuse(
        "a replication session",
        () -> {
          try (Connection own = trial.ground().login(trial.own().home(), properties)) {
            Sql.run(own, "IDENTIFY_SYSTEM");
          }
        },
        "42501",
        "28000");
  }

  /** The attacker's statements take effect, and later connections start without them. */
  private static void poison(Trial trial) throws SQLException {
    Connection own = trial.outside();
    try {
      for (String setting :
          List.of(
              "local_preload_libraries = 'nowhere'",
              "search_path = 'pg_temp, public'",
              "row_security = off",
              "default_transaction_read_only = on",
              "default_transaction_isolation = 'serializable'",
              "standard_conforming_strings = off",
              "role = 'croft_tenants'")) {
        try {
          Sql.run(own, "ALTER ROLE CURRENT_USER SET " + setting);
        } catch (SQLException refused) {
          trial.answers().refused(refused);
          continue;
        }
        works(trial, setting);
        Sql.run(own, "ALTER ROLE CURRENT_USER RESET ALL");
      }
    } finally {
      Sql.run(own, "ALTER ROLE CURRENT_USER RESET ALL");
    }
  }

  private static void works(Trial trial, String setting) {
    try {
      Connection later = trial.inside(trial.own());
      Sql.run(later, "UPDATE croft_canary SET mark = mark");
      later.rollback();
      trial.answers().nothing("later sessions work");
    } catch (SQLException e) {
      trial.answers().through("%s: %s".formatted(setting, Answers.shortened(e)));
    }
  }
}
