-- What the data plane may read, and who may do what. The schema's owner is whoever migrates it;
-- the control plane works as croft_control, which can neither write the audit nor change a trigger.

CREATE VIEW catalog.app_tenant AS
  SELECT id, slug, name, plan, region, status FROM catalog.tenant;

CREATE VIEW catalog.app_placement AS
  SELECT tenant, isolation, server, database, schema, login, epoch
  FROM catalog.placement WHERE until IS NULL;

CREATE VIEW catalog.app_server AS
  SELECT name, region, app_host AS host, app_port AS port, budget FROM catalog.server;

CREATE TABLE catalog.reader (
  login          text PRIMARY KEY,
  password_since timestamptz NOT NULL DEFAULT clock_timestamp()
);
COMMENT ON TABLE catalog.reader IS 'the logins that applications were given to read this catalog';
CREATE TRIGGER audited AFTER INSERT OR UPDATE OR DELETE ON catalog.reader FOR EACH ROW
  EXECUTE FUNCTION catalog.record_change('login');

-- One encrypted constant, by which a wrong master secret is noticed when the catalog is opened.
CREATE TABLE catalog.key_check (
  singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
  value     bytea NOT NULL
);

DO $$
DECLARE
  role_name text;
BEGIN
  -- Roles belong to the whole server; another catalog on it may have made them, or be doing so.
  FOREACH role_name IN ARRAY ARRAY['croft_control', 'croft_reader'] LOOP
    BEGIN
      EXECUTE format('CREATE ROLE %I NOLOGIN', role_name);
    EXCEPTION WHEN duplicate_object OR unique_violation THEN
      NULL;
    END;
  END LOOP;
  IF current_user <> 'croft_control' THEN
    EXECUTE format('GRANT croft_control TO %I', current_user);
  END IF;
  EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
  EXECUTE format('GRANT CONNECT ON DATABASE %I TO croft_control, croft_reader', current_database());
END
$$;

REVOKE ALL ON SCHEMA catalog FROM PUBLIC;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA catalog FROM PUBLIC;
GRANT USAGE ON SCHEMA catalog TO croft_control, croft_reader;

GRANT SELECT, INSERT, UPDATE ON
  catalog.server, catalog.plan, catalog.tenant, catalog.placement,
  catalog.operation, catalog.operation_step
  TO croft_control;
GRANT SELECT, INSERT ON catalog.key_check TO croft_control;
GRANT SELECT ON catalog.audit, catalog.reader, catalog.flyway_schema_history TO croft_control;
GRANT USAGE ON SEQUENCE catalog.attempt TO croft_control;

GRANT SELECT ON catalog.app_tenant, catalog.app_placement, catalog.app_server
  TO croft_control, croft_reader;
