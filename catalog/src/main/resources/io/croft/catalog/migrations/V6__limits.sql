-- What a tenant may take: limits of its plan, each of which its own may override.

-- 0 lifts a limit, but for the weight, which is at least 1.
CREATE FUNCTION catalog.valid_limits(limits jsonb) RETURNS boolean
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT jsonb_typeof(limits) = 'object' AND NOT EXISTS (
    SELECT FROM jsonb_each(CASE jsonb_typeof(limits) WHEN 'object' THEN limits ELSE '{}' END) AS one
    WHERE NOT CASE
      WHEN key = 'mode' THEN value IN ('"enforced"', '"dry-run"')
      WHEN key NOT IN ('weight', 'connections', 'requests-per-minute', 'database-ms-per-second',
        'checkout-ms', 'statement-ms', 'idle-ms') THEN false
      WHEN jsonb_typeof(value) <> 'number' THEN false
      ELSE value::numeric = trunc(value::numeric)
        AND value::numeric BETWEEN (key = 'weight')::integer AND 2147483647
    END)
$$;
REVOKE ALL ON FUNCTION catalog.valid_limits(jsonb) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION catalog.valid_limits(jsonb) TO croft_control;

-- What was written before is not looked at again.
ALTER TABLE catalog.plan
  ADD CONSTRAINT plan_limits_valid CHECK (catalog.valid_limits(limits)) NOT VALID;
COMMENT ON COLUMN catalog.plan.limits IS 'see docs/limits.md; a limit that is not there does not hold';

ALTER TABLE catalog.tenant
  ADD COLUMN limits jsonb NOT NULL DEFAULT '{}' CHECK (catalog.valid_limits(limits));
COMMENT ON COLUMN catalog.tenant.limits IS 'these beat those of its plan';

-- Plans that somebody has changed keep what they were given.
UPDATE catalog.plan p SET limits = p.limits
    || jsonb_build_object(
      'connections', 10,
      'requests-per-minute', seed.requests,
      'statement-ms', seed.statement,
      'checkout-ms', 2000,
      'idle-ms', 30000)
FROM (VALUES
  ('free',         '{"connections": 2, "weight": 1}'::jsonb,   60, 10000),
  ('standard',     '{"connections": 5, "weight": 2}'::jsonb,  300, 10000),
  ('professional', '{"connections": 10, "weight": 4}'::jsonb, 600, 10000),
  ('enterprise',   '{"connections": 25, "weight": 8}'::jsonb, 1000, 60000)
) AS seed (name, limits, requests, statement)
WHERE p.name = seed.name AND p.limits = seed.limits;

-- A number that grows when any tenant's status or limits may have changed, so that applications
-- need to ask for no more than that.
CREATE TABLE catalog.revision (
  singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
  number    bigint NOT NULL
);
INSERT INTO catalog.revision (number) VALUES (1);

CREATE FUNCTION catalog.revise() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  -- Once in a transaction.
  UPDATE catalog.revision SET number = number + 1 WHERE xmin <> pg_current_xact_id()::xid;
  RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION catalog.revise() FROM PUBLIC;

-- Deferred: the row that all share is the last that a transaction locks.
CREATE CONSTRAINT TRIGGER revised AFTER UPDATE ON catalog.plan
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (OLD.limits IS DISTINCT FROM NEW.limits)
  EXECUTE FUNCTION catalog.revise();
CREATE CONSTRAINT TRIGGER revised AFTER UPDATE ON catalog.tenant
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (OLD.limits IS DISTINCT FROM NEW.limits OR OLD.status IS DISTINCT FROM NEW.status
    OR OLD.plan IS DISTINCT FROM NEW.plan)
  EXECUTE FUNCTION catalog.revise();
CREATE CONSTRAINT TRIGGER gone AFTER DELETE ON catalog.tenant
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION catalog.revise();

CREATE VIEW catalog.app_standing AS
  SELECT t.id, t.status, p.limits || t.limits AS limits
  FROM catalog.tenant t JOIN catalog.plan p ON p.name = t.plan;

CREATE VIEW catalog.app_revision AS SELECT number FROM catalog.revision;

GRANT SELECT ON catalog.app_standing, catalog.app_revision TO croft_control, croft_reader;
