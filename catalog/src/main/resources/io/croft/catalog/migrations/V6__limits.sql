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
        AND (value::numeric = 0 AND key <> 'weight'
          OR value::numeric BETWEEN CASE key WHEN 'statement-ms' THEN 100 ELSE 1 END AND 2147483647)
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

-- Which transaction has changed how a tenant stands: an application that has seen all transactions
-- before one asks for what was changed by that one or later.
ALTER TABLE catalog.plan ADD COLUMN changed xid8 NOT NULL DEFAULT pg_current_xact_id();
ALTER TABLE catalog.tenant ADD COLUMN changed xid8 NOT NULL DEFAULT pg_current_xact_id();
CREATE INDEX tenant_changed ON catalog.tenant (changed);

CREATE FUNCTION catalog.mark_changed() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  NEW.changed := pg_current_xact_id();
  RETURN NEW;
END
$$;
REVOKE ALL ON FUNCTION catalog.mark_changed() FROM PUBLIC;

CREATE TRIGGER changed BEFORE UPDATE ON catalog.plan FOR EACH ROW
  WHEN (OLD.limits IS DISTINCT FROM NEW.limits)
  EXECUTE FUNCTION catalog.mark_changed();
CREATE TRIGGER changed BEFORE UPDATE ON catalog.tenant FOR EACH ROW
  WHEN (OLD.limits IS DISTINCT FROM NEW.limits OR OLD.status IS DISTINCT FROM NEW.status
    OR OLD.plan IS DISTINCT FROM NEW.plan)
  EXECUTE FUNCTION catalog.mark_changed();

-- The mark is no change of state.
DROP TRIGGER audited ON catalog.plan;
CREATE TRIGGER audited AFTER INSERT OR UPDATE OR DELETE ON catalog.plan FOR EACH ROW
  EXECUTE FUNCTION catalog.record_change('name', 'changed');
DROP TRIGGER audited ON catalog.tenant;
CREATE TRIGGER audited AFTER INSERT OR UPDATE OR DELETE ON catalog.tenant FOR EACH ROW
  EXECUTE FUNCTION catalog.record_change('id', 'changed');

CREATE VIEW catalog.app_standing AS
  SELECT t.id, t.status, p.limits || t.limits AS limits,
    t.changed AS tenant_changed, p.changed AS plan_changed
  FROM catalog.tenant t JOIN catalog.plan p ON p.name = t.plan;

GRANT SELECT ON catalog.app_standing TO croft_control, croft_reader;
