-- What the gate has not got on this server, and what follows from it.
SET LOCAL ROLE croft_owner;

-- The built-ins by which tenants of one login could watch, block or stop each other.
CREATE OR REPLACE FUNCTION croft.dangerous_functions() RETURNS SETOF regprocedure
LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp AS $$
  SELECT p.oid::regprocedure FROM pg_proc p
  WHERE p.pronamespace = 'pg_catalog'::regnamespace
    AND (p.proname ~ '^pg_(try_)?advisory_'
      OR p.proname ~ '^pg_stat_get_(xact|backend|progress)_'
      OR p.proname ~ '^(lo_.*|loread|lowrite)$'
      OR p.proname IN ('pg_terminate_backend', 'pg_cancel_backend', 'pg_stat_get_activity',
           'pg_lock_status', 'pg_logical_emit_message', 'pg_blocking_pids',
           'pg_safe_snapshot_blocking_pids', 'pg_isolation_test_session_is_blocked'))
$$;

-- One row for each defence or ability that this server withholds.
CREATE OR REPLACE FUNCTION croft.shortfalls() RETURNS TABLE (code text, found text, consequence text)
LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp AS $$
  SELECT 'register-in-sequences', 'croft_owner may not set the parameter backtrace_functions',
         'the register is kept in sequences: a tenant of the pool cannot be read on a hot standby,'
         || ' and plans with its tables are not parallel'
  FROM croft.installation i WHERE i.register = 'sequences'
  UNION ALL
  SELECT 'mover-without-bypassrls', 'croft_mover has no BYPASSRLS',
         'tenants cannot be moved into or out of the pool of this server'
  FROM pg_roles r WHERE r.rolname = 'croft_mover' AND NOT r.rolbypassrls
  UNION ALL
  SELECT 'mover-without-replication', 'croft_mover has no REPLICATION',
         'no changes can be streamed from this server: a tenant is moved away by fenced copy alone, which keeps it'
         || ' waiting for as long as the copy takes; let a superuser run ALTER ROLE croft_mover REPLICATION'
  FROM pg_roles r WHERE r.rolname = 'croft_mover' AND NOT r.rolreplication
  UNION ALL
  SELECT 'mover-fires-triggers', 'croft_mover may not set session_replication_role',
         'tenants cannot be moved to or from this server'
  WHERE NOT has_parameter_privilege('croft_mover', 'session_replication_role', 'SET')
  UNION ALL
  SELECT 'owner-cannot-end-sessions', 'croft_owner is no member of pg_signal_backend and pg_read_all_stats',
         'a move cannot end the transactions that still use the old home'
  WHERE NOT (pg_has_role('croft_owner', 'pg_signal_backend', 'USAGE')
         AND pg_has_role('croft_owner', 'pg_read_all_stats', 'USAGE'))
  UNION ALL
  SELECT 'database-open-to-all', format('everybody may connect to the database %s', d.datname),
         'logins of tenants can read the names of databases and roles there'
  FROM pg_database d
  WHERE d.datname IN ('postgres', 'template1') AND d.datallowconn AND EXISTS (
    SELECT FROM aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) a
    WHERE a.grantee = 0 AND a.privilege_type = 'CONNECT')
  UNION ALL
  SELECT 'built-ins-open-to-all', string_agg(f::text, ', ' ORDER BY f::text) || ' may be executed by everybody',
         'tenants that run SQL of their own can see or delay each other''s sessions, and share large objects;'
         || ' rows of tables stay apart'
  FROM croft.dangerous_functions() f JOIN pg_proc p ON p.oid = f
  WHERE EXISTS (SELECT FROM aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a WHERE a.grantee = 0)
  HAVING count(*) > 0
  UNION ALL
  SELECT 'no-event-triggers', 'the event triggers of the gate are missing or disabled',
         'new tables are not protected when they are made: run croft.protect_pool and croft.protect_home'
         || ' after each migration'
  WHERE (SELECT count(*) FROM pg_event_trigger e
         WHERE e.evtname IN ('croft_keep_protected', 'croft_keep_defences') AND e.evtenabled IN ('O', 'A')) < 2
  UNION ALL
  SELECT 'definitions-not-counted', 'the event triggers that count changes of definitions are missing or disabled',
         'a streamed move does not see in its stream that a table was changed while it copied'
  WHERE (SELECT count(*) FROM pg_event_trigger e
         WHERE e.evtname IN ('croft_count_commands', 'croft_count_drops') AND e.evtenabled IN ('O', 'A')) < 2
$$;

RESET ROLE;
