-- From version 1, which did not note which schema is the pool's, nor the logins of homes.
UPDATE croft.installation
SET pool_schema = 'app'
WHERE EXISTS (
  SELECT FROM pg_catalog.pg_policies p WHERE p.schemaname = 'app' AND p.policyname = 'croft_tenant');

INSERT INTO croft.home_login (login, tenant, epoch, access)
SELECT g.login, g.tenant, g.epoch, '' FROM croft.gate g WHERE g.isolation <> 'pool'
ON CONFLICT DO NOTHING;
