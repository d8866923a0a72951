-- Takes the dangerous built-ins from PUBLIC and gives the gate's owner and the mover those they need. Only a superuser may.
DO $$
DECLARE
  built_in regprocedure;
BEGIN
  FOR built_in IN SELECT f FROM croft.dangerous_functions() f LOOP
    EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', built_in);
  END LOOP;
  GRANT EXECUTE ON FUNCTION
    pg_catalog.pg_try_advisory_xact_lock_shared(bigint), pg_catalog.pg_advisory_xact_lock_shared(bigint),
    pg_catalog.pg_advisory_xact_lock(bigint),
    pg_catalog.pg_stat_get_activity(integer),
    pg_catalog.pg_lock_status(), pg_catalog.pg_terminate_backend(integer, bigint) TO croft_owner;
  -- Whoever creates a slot ends an older reader of it, and tells what stands in its way.
  GRANT EXECUTE ON FUNCTION
    pg_catalog.pg_stat_get_activity(integer), pg_catalog.pg_lock_status(), pg_catalog.pg_prepared_xact(),
    pg_catalog.pg_terminate_backend(integer, bigint) TO croft_mover;
  GRANT EXECUTE ON FUNCTION
    pg_catalog.pg_stat_get_activity(integer), pg_catalog.pg_lock_status() TO pg_monitor, pg_read_all_stats;
EXCEPTION WHEN insufficient_privilege THEN
  RAISE NOTICE 'not done: rights on built-in functions';
END
$$;
