-- Canaries are tenants of Croft's own that come and go. They alone can be forgotten: for every other tenant
-- the control plane has no right to delete anything.
CREATE OR REPLACE FUNCTION catalog.forget_canary(of_tenant uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  home_server text;
BEGIN
  PERFORM FROM catalog.tenant t WHERE t.id = of_tenant AND t.slug LIKE 'croft-canary-%' FOR UPDATE;
  IF NOT FOUND THEN
    RETURN false;
  END IF;
  SELECT p.server INTO home_server FROM catalog.placement p WHERE p.tenant = of_tenant AND p.until IS NULL;
  DELETE FROM catalog.operation_step s USING catalog.operation o
  WHERE o.id = s.operation AND o.tenant = of_tenant;
  DELETE FROM catalog.operation o WHERE o.tenant = of_tenant;
  DELETE FROM catalog.placement p WHERE p.tenant = of_tenant;
  DELETE FROM catalog.tenant t WHERE t.id = of_tenant;
  UPDATE catalog.server s SET tenants = s.tenants - 1 WHERE s.name = home_server;
  RETURN true;
END
$$;

REVOKE ALL ON FUNCTION catalog.forget_canary(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION catalog.forget_canary(uuid) TO croft_control;
