-- The cluster-wide roles of the gate. Passwords are set apart, as verifiers computed by the client.
DO $$
DECLARE
  wanted record;
BEGIN
  FOR wanted IN
    SELECT * FROM (VALUES
      ('croft_owner', 'NOLOGIN NOBYPASSRLS'),
      ('croft_app_owner', 'NOLOGIN NOBYPASSRLS'),
      ('croft_pool', 'NOLOGIN NOBYPASSRLS'),
      ('croft_tenants', 'NOLOGIN NOBYPASSRLS'),
      ('croft_app', 'LOGIN NOBYPASSRLS'),
      ('croft_mover', 'LOGIN BYPASSRLS')) AS w (name, attributes)
  LOOP
    IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = wanted.name) THEN
      EXECUTE format('CREATE ROLE %I', wanted.name);
    END IF;
    EXECUTE format('ALTER ROLE %I NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION INHERIT %s',
        wanted.name, wanted.attributes);
  END LOOP;
END
$$;

GRANT croft_pool TO croft_app;
-- The switch takes a home's login out of its schema, and reads and raises its sequences.
GRANT croft_app_owner TO croft_owner;
GRANT croft_app_owner TO croft_mover;
-- The handover ends older transactions of a home's login.
GRANT pg_signal_backend, pg_read_all_stats TO croft_owner;

-- A mover that hangs between two statements must not keep its locks.
ALTER ROLE croft_mover SET idle_in_transaction_session_timeout = '60s';

-- A home is reached by the logins that are named there, and no other database by any of them.
REVOKE CONNECT, TEMPORARY ON DATABASE postgres, template1 FROM PUBLIC;

-- The register: free text, readable by all, set by nobody but a superuser and the gate's owner.
GRANT SET ON PARAMETER backtrace_functions TO croft_owner;
-- A copy must fire no trigger of the application and may visit tables in any order.
GRANT SET ON PARAMETER session_replication_role TO croft_mover;
