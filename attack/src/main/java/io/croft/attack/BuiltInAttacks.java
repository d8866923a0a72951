package io.croft.attack;

import static io.croft.core.Isolation.POOL;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** PostgreSQL's own functions by which sessions could watch, block or end each other. */
final class BuiltInAttacks {

  private BuiltInAttacks() {}

  static List<Attack> all() {
    return List.of(
        refused(
            Attack.named("activity-view", "statements of other sessions are watched")
                .from("matrix 7, 57")
                .without(granted("activity-granted", "pg_stat_get_activity")),
            "SELECT query FROM pg_stat_activity WHERE pid <> pg_backend_pid()",
            "SELECT * FROM pg_stat_get_activity(NULL)",
            "SELECT pg_stat_get_backend_activity(1)",
            "SELECT * FROM pg_stat_get_progress_info('COPY')"),
        refused(
            Attack.named("lock-view", "locks of other sessions are watched")
                .from("matrix 38")
                .without(granted("lock-view-granted", "pg_lock_status")),
            "SELECT * FROM pg_locks",
            "SELECT pg_blocking_pids(1)",
            "SELECT pg_safe_snapshot_blocking_pids(1)"),
        Attack.named("advisory-locks", "another's lock at the gate is taken, or its own let go")
            .from("matrix 38; hole 9")
            .without(granted("advisory-locks-granted", "pg_advisory_lock"))
            .does(BuiltInAttacks::lock),
        Attack.named("terminate-session", "another's session is ended or its query cancelled")
            .from("matrix 39")
            .in(POOL)
            .only(Safety.OWN_SERVER)
            .without(granted("terminate-granted", "pg_terminate_backend"))
            .does(BuiltInAttacks::terminate),
        refused(
            Attack.named("large-objects", "large objects, which have no tenant")
                .from("matrix 43")
                .without(granted("large-objects-granted", "lo_create", "lo_from_bytea", "lo_get")),
            "SELECT lo_create(0)",
            "SELECT lo_from_bytea(0, 'x')",
            "SELECT lo_get(1)",
            "SELECT lo_put(1, 0, 'x')",
            "SELECT lo_open(1, 131072)",
            "SELECT lo_import('/etc/hostname')",
            "SELECT lo_export(1, '/tmp/croft-attack')"),
        refused(
            Attack.named("wal-messages", "a message is written into the log of changes")
                .from("matrix 56; messages are marks of logical decoding")
                .without(granted("wal-messages-granted", "pg_logical_emit_message")),
            "SELECT pg_logical_emit_message(true, 'croft', 'x')",
            "SELECT pg_logical_emit_message(false, 'croft', 'x')"),
        refused(
            Attack.named("server-files", "files and programs of the server's machine")
                .from("matrix 45")
                .without(
                    Control.server(
                        "programs-granted",
                        "a login without pg_execute_server_program",
                        "GRANT pg_execute_server_program TO {ownlogin}",
                        "REVOKE pg_execute_server_program FROM {ownlogin}")),
            "SELECT pg_read_file('PG_VERSION')",
            "SELECT pg_read_binary_file('PG_VERSION')",
            "SELECT pg_ls_dir('.')",
            "SELECT pg_stat_file('PG_VERSION')",
            "SELECT pg_current_logfile()",
            "COPY (SELECT 1) TO '/tmp/croft-attack'",
            "COPY croft_canary (mark) FROM '/etc/hostname'",
            "COPY (SELECT 1) TO PROGRAM 'cat > /dev/null'",
            "LOAD 'auto_explain'",
            "CREATE EXTENSION dblink",
            "CREATE EXTENSION file_fdw",
            "CREATE FOREIGN DATA WRAPPER mine",
            "CREATE LANGUAGE mine HANDLER plpgsql_call_handler",
            "CREATE EVENT TRIGGER mine ON ddl_command_end EXECUTE FUNCTION croft.guard_pool()",
            "CREATE PUBLICATION mine FOR ALL TABLES",
            "SELECT pg_create_logical_replication_slot('mine', 'pgoutput')",
            "SELECT pg_reload_conf()",
            "SELECT pg_switch_wal()"),
        refused(
            Attack.named("replica-role", "triggers are switched off as a replica would")
                .from("review: session_replication_role")
                .without(
                    Control.server(
                        "replica-role-granted",
                        "a login that may not set session_replication_role",
                        "GRANT SET ON PARAMETER session_replication_role TO {ownlogin}",
                        "REVOKE SET ON PARAMETER session_replication_role FROM {ownlogin}")),
            "SET LOCAL session_replication_role = replica",
            "SELECT set_config('session_replication_role', 'replica', false)",
            "ALTER ROLE CURRENT_USER SET session_replication_role = replica"));
  }

  private static Attack refused(Attack.Builder builder, String... statements) {
    return builder.does(
        t ->
            t.eachRefused(
                List.of(statements), Trial.Gain.ACCEPTED, "42501", "42704", "0LP01", "58P01"));
  }

  /** By name, because the parameters differ between versions of PostgreSQL. */
  private static Control granted(String id, String... functions) {
    return Control.database(
        id,
        "the revoked " + String.join(", ", functions),
        """
        DO $$
        DECLARE
          built_in regprocedure;
        BEGIN
          FOR built_in IN
            SELECT p.oid::regprocedure FROM pg_proc p
            WHERE p.pronamespace = 'pg_catalog'::regnamespace AND p.proname IN ('%s')
          LOOP
            EXECUTE format('GRANT EXECUTE ON FUNCTION %%s TO PUBLIC', built_in);
          END LOOP;
        END
        $$
        """
            .formatted(String.join("', '", functions)));
  }

  /** Takes the lock that the victim's entry needs, with the key that the gate computes. */
  private static void lock(Trial trial) throws SQLException {
    String key = trial.fill("hashtextextended('{tenant}', {epoch})");
    Connection own = trial.outside();
    for (String function :
        List.of(
            "pg_advisory_lock(%s)",
            "pg_try_advisory_lock(%s)",
            "pg_advisory_xact_lock(%s)",
            "pg_advisory_lock_shared(%s)",
            "pg_try_advisory_xact_lock_shared(%s)",
            "pg_advisory_unlock(%s)",
            "pg_advisory_unlock_all()")) {
      String sql = "SELECT " + function.formatted(key);
      trial.mustRefuse(sql, () -> Sql.run(own, sql), "42501");
    }
  }

  private static void terminate(Trial trial) throws SQLException {
    Connection victim = trial.inside(trial.victim());
    int pid = Sql.pid(victim);
    Connection own = trial.inside(trial.own());
    for (String sql :
        List.of("SELECT pg_terminate_backend(%d, 5000)", "SELECT pg_cancel_backend(%d)")) {
      trial.begin(own, trial.own());
      trial.mustRefuse(sql, () -> Sql.run(own, sql.formatted(pid)), "42501");
    }
    own.rollback();
  }
}
