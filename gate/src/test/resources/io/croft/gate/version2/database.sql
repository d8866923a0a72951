-- The rights on this database, and the schema of the gate.
DO $$
BEGIN
  EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
  EXECUTE format('GRANT CONNECT ON DATABASE %I TO croft_mover', current_database());
END
$$;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;

CREATE SCHEMA IF NOT EXISTS croft AUTHORIZATION croft_owner;
GRANT USAGE ON SCHEMA croft TO PUBLIC;
