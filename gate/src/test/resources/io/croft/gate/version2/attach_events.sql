-- The event triggers themselves belong to a superuser; who is none goes without, and sweeps after each
-- migration by croft.protect_pool and croft.protect_home.
DO $$
DECLARE
  wanted record;
BEGIN
  FOR wanted IN
    SELECT w.* FROM (VALUES
      ('croft_keep_protected', 'ddl_command_end', 'croft.keep_protected()', ARRAY['CREATE TABLE', 'CREATE TABLE AS',
        'SELECT INTO', 'ALTER TABLE', 'CREATE MATERIALIZED VIEW', 'CREATE FOREIGN TABLE', 'CREATE VIEW', 'ALTER VIEW',
        'CREATE RULE', 'CREATE INDEX', 'CREATE SEQUENCE', 'CREATE FUNCTION', 'CREATE PROCEDURE', 'ALTER FUNCTION',
        'ALTER PROCEDURE', 'ALTER ROUTINE', 'CREATE POLICY', 'ALTER POLICY', 'CREATE TRIGGER', 'ALTER TRIGGER']),
      ('croft_keep_defences', 'sql_drop', 'croft.keep_defences()', ARRAY['DROP POLICY', 'DROP TRIGGER', 'ALTER TABLE'])
      ) AS w (name, event, function, tags)
    WHERE NOT EXISTS (
      SELECT FROM pg_catalog.pg_event_trigger e
      WHERE e.evtname = w.name AND e.evttags @> w.tags AND e.evttags <@ w.tags)
  LOOP
    EXECUTE format('DROP EVENT TRIGGER IF EXISTS %I', wanted.name);
    EXECUTE format('CREATE EVENT TRIGGER %I ON %s WHEN TAG IN (%s) EXECUTE FUNCTION %s', wanted.name, wanted.event,
      (SELECT string_agg(quote_literal(tag), ', ') FROM unnest(wanted.tags) tag), wanted.function);
  END LOOP;
EXCEPTION WHEN insufficient_privilege THEN
  RAISE NOTICE 'not done: event triggers';
END
$$;
