-- A database without the gate: every login that is no superuser is the application's, every schema holds rows of tenants.
WITH RECURSIVE
home AS (
  SELECT NULL::uuid AS tenant, NULL::bigint AS epoch, NULL::text AS isolation, NULL::text AS schema_name,
    NULL::text AS login, NULL::text AS state
  WHERE false
),
shared AS (
  SELECT NULL::name AS name WHERE false
),
runtime AS MATERIALIZED (
  SELECT r.oid, r.rolname
  FROM pg_roles r
  WHERE CASE WHEN ${logins}::text[] IS NOT NULL THEN r.rolname = ANY (${logins}::text[])
    ELSE r.rolcanlogin AND NOT r.rolsuper AND r.rolname <> 'croft_mover' END
),
space AS MATERIALIZED (
  SELECT n.oid, n.nspname, n.nspowner, n.nspacl, NULL::uuid AS tenant, NULL::bigint AS epoch,
    NULL::text AS login, NULL::text AS state, 'pool' AS kind
  FROM pg_namespace n
  WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
    AND (${schemas}::text[] IS NULL OR n.nspname = ANY (${schemas}::text[]))
),
admitted AS (
  SELECT NULL::oid AS space, NULL::oid AS role, NULL::name AS rolname, NULL::text AS access WHERE false
),
