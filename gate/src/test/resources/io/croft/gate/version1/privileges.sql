-- Least privilege: every function of the gate is closed, then the few that others call are opened; and
-- the built-ins by which tenants of one login could watch, block or stop each other are taken from PUBLIC.
REVOKE ALL ON ALL TABLES IN SCHEMA croft FROM PUBLIC;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA croft FROM PUBLIC;
GRANT EXECUTE ON FUNCTION
  croft.tenant(), croft.login_tenant(), croft.join(), croft.reopen(uuid, bigint),
  croft.handover(uuid, bigint), croft.open(uuid, bigint, bytea) TO PUBLIC;
GRANT EXECUTE ON FUNCTION croft.enter(bytea, text) TO croft_pool;
GRANT EXECUTE ON FUNCTION
  croft.take(uuid, bigint, bigint), croft.fence(uuid, bigint, bigint, interval), croft.unfence(uuid, bigint, bigint),
  croft.switch(uuid, bigint, bigint, text, bytea, bytea), croft.claim(uuid, bigint, bigint),
  croft.app_tables(text) TO croft_mover;
GRANT SELECT ON croft.gate TO croft_mover;

DO $$
DECLARE
  built_in regprocedure;
BEGIN
  FOR built_in IN
    SELECT p.oid::regprocedure FROM pg_catalog.pg_proc p
    WHERE p.pronamespace = 'pg_catalog'::regnamespace
      AND (p.proname ~ '^pg_(try_)?advisory_'
        OR p.proname ~ '^pg_stat_get_(xact|backend|progress)_'
        OR p.proname ~ '^(lo_.*|loread|lowrite)$'
        OR p.proname IN ('pg_terminate_backend', 'pg_cancel_backend', 'pg_stat_get_activity',
             'pg_lock_status', 'pg_logical_emit_message', 'pg_blocking_pids',
             'pg_safe_snapshot_blocking_pids', 'pg_isolation_test_session_is_blocked'))
  LOOP
    EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', built_in);
  END LOOP;
END
$$;
GRANT EXECUTE ON FUNCTION
  pg_catalog.pg_try_advisory_xact_lock_shared(bigint), pg_catalog.pg_advisory_xact_lock_shared(bigint),
  pg_catalog.pg_advisory_xact_lock(bigint), pg_catalog.pg_stat_get_activity(integer),
  pg_catalog.pg_lock_status(), pg_catalog.pg_terminate_backend(integer, bigint) TO croft_owner;
GRANT EXECUTE ON FUNCTION
  pg_catalog.pg_stat_get_activity(integer), pg_catalog.pg_lock_status() TO pg_monitor, pg_read_all_stats;
