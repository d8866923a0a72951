-- The cluster-wide roles of the gate. Passwords are set apart, as verifiers computed by the client. What
-- only a superuser may do is tried, and left out where PostgreSQL refuses it: croft.shortfalls tells.
DO $$
DECLARE
  wanted record;
  super constant boolean := (SELECT rolsuper FROM pg_catalog.pg_roles WHERE rolname = current_user);
  too_powerful text;
BEGIN
  FOR wanted IN
    SELECT * FROM (VALUES
      ('croft_owner', 'NOLOGIN'),
      ('croft_app_owner', 'NOLOGIN'),
      ('croft_pool', 'NOLOGIN'),
      ('croft_limited', 'NOLOGIN'),
      ('croft_tenants', 'NOLOGIN'),
      ('croft_app', 'LOGIN'),
      ('croft_mover', 'LOGIN')) AS w (name, attributes)
  LOOP
    IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = wanted.name) THEN
      EXECUTE format('CREATE ROLE %I', wanted.name);
    END IF;
    EXECUTE format('ALTER ROLE %I INHERIT %s', wanted.name, wanted.attributes);
    IF super THEN
      EXECUTE format('ALTER ROLE %I NOSUPERUSER NOCREATEDB NOCREATEROLE %s', wanted.name,
        CASE wanted.name WHEN 'croft_mover' THEN 'BYPASSRLS REPLICATION' ELSE 'NOBYPASSRLS NOREPLICATION' END);
    END IF;
  END LOOP;

  SELECT string_agg(rolname, ', ') INTO too_powerful
  FROM pg_catalog.pg_roles
  WHERE rolname IN (
      'croft_owner', 'croft_app_owner', 'croft_pool', 'croft_limited', 'croft_tenants', 'croft_app', 'croft_mover')
    AND (rolsuper OR rolcreatedb OR rolcreaterole
      OR (rolreplication OR rolbypassrls) AND rolname <> 'croft_mover');
  IF too_powerful IS NOT NULL THEN
    RAISE EXCEPTION 'these roles have more rights than the gate gives them: %', too_powerful
      USING ERRCODE = 'TN008', HINT = 'let a superuser take them away: ALTER ROLE ... NOSUPERUSER NOBYPASSRLS NOREPLICATION';
  END IF;

  IF NOT super THEN
    -- Who makes the roles may grant them, but is a member only by a grant of its own.
    EXECUTE format('GRANT croft_owner, croft_app_owner TO %I', current_user);
  END IF;
END
$$;

GRANT croft_pool TO croft_app;
-- The switch takes a home's login out of its schema, and reads and raises its sequences.
GRANT croft_app_owner TO croft_owner;
GRANT croft_app_owner TO croft_mover;

-- A mover that hangs between two statements must not keep its locks.
ALTER ROLE croft_mover SET idle_in_transaction_session_timeout = '60s';

DO $$
DECLARE
  privileged text;
BEGIN
  FOREACH privileged IN ARRAY ARRAY[
    -- A copy reads and writes the rows of one tenant in bulk, and fires no trigger of the application.
    'ALTER ROLE croft_mover BYPASSRLS',
    -- A streamed move reads a tenant's changes from a slot.
    'ALTER ROLE croft_mover REPLICATION',
    'GRANT SET ON PARAMETER session_replication_role TO croft_mover',
    -- The handover ends older transactions of a home's login.
    'GRANT pg_signal_backend, pg_read_all_stats TO croft_owner',
    -- A home is reached by the logins that are named there, and no other database by any of them.
    'REVOKE CONNECT, TEMPORARY ON DATABASE postgres FROM PUBLIC',
    'REVOKE CONNECT, TEMPORARY ON DATABASE template1 FROM PUBLIC',
    -- The register: free text, readable by all, set by nobody but a superuser and the gate's owner.
    'GRANT SET ON PARAMETER backtrace_functions TO croft_owner']
  LOOP
    BEGIN
      EXECUTE privileged;
    EXCEPTION WHEN insufficient_privilege OR undefined_object THEN
      RAISE NOTICE 'not done: %', privileged;
    END;
  END LOOP;
END
$$;
