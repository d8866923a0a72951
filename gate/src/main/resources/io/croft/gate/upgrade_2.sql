-- From version 1, which did not note which schema is the pool's.
UPDATE croft.installation
SET pool_schema = 'app'
WHERE EXISTS (
  SELECT FROM pg_catalog.pg_policies p WHERE p.schemaname = 'app' AND p.policyname = 'croft_tenant');
