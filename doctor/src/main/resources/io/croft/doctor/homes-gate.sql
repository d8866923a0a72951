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
      OR r.rolname ~ '^(croft_as|t_[0-9a-f]{32}_[0-9]+)_[a-z][a-z0-9_]*$'
      OR r.rolname ~ '^t_[0-9a-f]{32}_[0-9]+$'
      OR r.rolname IN (SELECT h.login FROM home h)
      OR (r.rolcanlogin AND r.rolname <> 'croft_mover' AND NOT r.rolsuper
          AND r.oid IN (SELECT a.oid FROM member_of_application a)) END
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
-- Whom the gate lets into a schema: the role of full access, whose word is empty, and a login for each other access.
admitted AS MATERIALIZED (
  SELECT s.oid AS space, r.oid AS role, r.rolname, '' AS access
  FROM space s JOIN pg_roles r ON r.rolname = CASE s.kind WHEN 'pool' THEN 'croft_pool' ELSE s.login END
  WHERE s.kind IN ('pool', 'home')
  UNION ALL
  SELECT s.oid, r.oid, r.rolname, l.access
  FROM space s CROSS JOIN croft.limited_logins('croft_pool') l JOIN pg_roles r ON r.rolname = l.login
  WHERE s.kind = 'pool'
  UNION ALL
  SELECT s.oid, r.oid, r.rolname, l.access
  FROM space s
  JOIN croft.home_login l ON l.tenant = s.tenant AND l.epoch = s.epoch AND l.access <> ''
  JOIN pg_roles r ON r.rolname = l.login
  WHERE s.kind = 'home'
),
-- What is said of an access in a schema: by its own migrations, else by those of the pool.
said AS MATERIALIZED (
  SELECT DISTINCT ON (s.oid, d.access, d.table_name) s.oid AS space, d.access, d.table_name, d.commands
  FROM space s
  JOIN croft.access_right d ON d.schema_name = s.nspname
    OR d.schema_name = (SELECT i.pool_schema FROM croft.installation i)
  WHERE s.kind IN ('pool', 'home')
  ORDER BY s.oid, d.access, d.table_name, d.schema_name <> s.nspname
),
-- What the gate gives them on each relation.
given AS MATERIALIZED (
  SELECT r.oid, a.role, a.rolname,
    CASE WHEN r.relkind = 'S' THEN CASE WHEN a.access = '' OR EXISTS (
             SELECT FROM said d
             WHERE d.space = a.space AND d.access = a.access AND d.commands && ARRAY['INSERT', 'UPDATE'])
           THEN ARRAY['USAGE'] ELSE '{}' END
         WHEN r.shared THEN ARRAY['SELECT']
         WHEN a.access = '' OR r.relkind = 'v' AND NOT EXISTS (
             SELECT FROM pg_rewrite w WHERE w.ev_class = r.oid AND w.rulename <> '_RETURN')
           THEN ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE']
         ELSE coalesce(named.commands, others.commands, '{}') END AS privileges
  FROM rel r
  JOIN admitted a ON a.space = r.relnamespace
  LEFT JOIN said named ON named.space = a.space AND named.access = a.access
    AND named.table_name = CASE WHEN r.relispartition
      THEN (SELECT c.relname FROM pg_class c WHERE c.oid = pg_partition_root(r.oid)) ELSE r.relname END
  LEFT JOIN said others ON others.space = a.space AND others.access = a.access AND others.table_name = '*'
  WHERE a.access = '' OR r.relkind IN ('r', 'p', 'v', 'S') AND r.relname <> 'flyway_schema_history'
),
