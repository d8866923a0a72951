-- The homes of this database by the gate's own rows, and the logins of the application.
WITH RECURSIVE
home AS MATERIALIZED (
  SELECT DISTINCT ON (g.schema_name) g.tenant, g.epoch, g.isolation, g.schema_name, g.login, g.state
  FROM croft.gate g WHERE g.isolation <> 'pool'
  ORDER BY g.schema_name, g.epoch DESC
),
shared AS MATERIALIZED (
  SELECT s.name FROM croft.shared_table s
),
member_of_application AS (
  SELECT r.oid FROM pg_roles r WHERE r.rolname IN ('croft_pool', 'croft_limited', 'croft_tenants')
  UNION
  SELECT m.member FROM pg_auth_members m JOIN member_of_application a ON a.oid = m.roleid
),
runtime AS MATERIALIZED (
  SELECT r.oid, r.rolname
  FROM pg_roles r
  WHERE CASE WHEN ${logins}::text[] IS NOT NULL THEN r.rolname = ANY (${logins}::text[])
    ELSE r.rolname = 'croft_app'
      OR r.rolname ~ '^t_[0-9a-f]{32}_[0-9]+(_[a-z][a-z0-9_]*)?$'
      OR r.rolname IN (SELECT h.login FROM croft.home_login h)
      OR (r.rolcanlogin AND r.rolname <> 'croft_mover' AND NOT r.rolsuper
          AND r.oid IN (SELECT a.oid FROM member_of_application a)) END
),
-- The logins of less than full access: those of the pool, and those beside the login of a home.
limited AS MATERIALIZED (
  SELECT 'pool' AS kind, NULL::text AS beside, r.oid AS role, quote_ident(r.rolname) AS name, a.name AS access
  FROM croft.access a JOIN pg_roles r ON r.rolname = ('croft_as_' || a.name)::name
  UNION ALL
  SELECT 'home', own.login, r.oid, quote_ident(r.rolname), other.access
  FROM croft.home_login own JOIN croft.home_login other USING (tenant, epoch)
  JOIN pg_roles r ON r.rolname = other.login
  WHERE own.access = '' AND other.access <> ''
),
space AS MATERIALIZED (
  SELECT n.oid, n.nspname, n.nspowner, n.nspacl, h.tenant, h.epoch, h.login, h.state,
    CASE WHEN n.nspname = 'croft' THEN 'gate'
         WHEN h.schema_name IS NOT NULL THEN 'home'
         WHEN n.nspname IN (
             SELECT i.pool_schema FROM croft.installation i
             UNION SELECT g.schema_name FROM croft.gate g WHERE g.isolation = 'pool') THEN 'pool'
         WHEN n.nspname = 'app' AND current_database() = 'croft_app' THEN 'pool'
         ELSE 'other' END AS kind
  FROM pg_namespace n LEFT JOIN home h ON h.schema_name = n.nspname
  WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
    AND (${schemas}::text[] IS NULL OR n.nspname = ANY (${schemas}::text[]) OR n.nspname = 'croft')
),
