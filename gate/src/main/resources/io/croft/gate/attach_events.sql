-- The event triggers themselves belong to a superuser; who is none goes without, and sweeps after each
-- migration by croft.protect_pool and croft.protect_home.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_event_trigger WHERE evtname = 'croft_keep_protected') THEN
    CREATE EVENT TRIGGER croft_keep_protected ON ddl_command_end
      WHEN TAG IN ('CREATE TABLE', 'CREATE TABLE AS', 'SELECT INTO', 'ALTER TABLE', 'CREATE MATERIALIZED VIEW',
        'CREATE FOREIGN TABLE', 'CREATE VIEW', 'ALTER VIEW', 'CREATE RULE', 'CREATE INDEX', 'CREATE SEQUENCE',
        'CREATE FUNCTION', 'CREATE PROCEDURE', 'ALTER FUNCTION', 'ALTER PROCEDURE', 'ALTER ROUTINE',
        'CREATE POLICY', 'ALTER POLICY', 'CREATE TRIGGER', 'ALTER TRIGGER')
      EXECUTE FUNCTION croft.keep_protected();
  END IF;
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_event_trigger WHERE evtname = 'croft_keep_defences') THEN
    CREATE EVENT TRIGGER croft_keep_defences ON sql_drop
      WHEN TAG IN ('DROP POLICY', 'DROP TRIGGER', 'ALTER TABLE')
      EXECUTE FUNCTION croft.keep_defences();
  END IF;
EXCEPTION WHEN insufficient_privilege THEN
  RAISE NOTICE 'not done: event triggers';
END
$$;
