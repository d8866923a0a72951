-- What the rules share. A rule pays for what it names: PostgreSQL leaves out what is not referred to.

-- As whom a login of the application can act: itself, and all that it is a member of.
act AS MATERIALIZED (
  SELECT r.oid AS role, r.oid AS login FROM runtime r
  UNION
  SELECT m.roleid, a.login FROM act a JOIN pg_auth_members m ON m.member = a.role
),
acting AS MATERIALIZED (
  SELECT DISTINCT a.role FROM act a UNION SELECT 0::oid
),
-- Objects that belong to an extension are its author's business, not the application's.
extension_member AS MATERIALIZED (
  SELECT d.classid, d.objid FROM pg_depend d
  WHERE d.deptype = 'e' AND d.refclassid = 'pg_extension'::regclass
),
open_space AS MATERIALIZED (
  SELECT s.oid FROM space s
  WHERE s.nspowner IN (SELECT a.role FROM acting a)
    OR EXISTS (
      SELECT FROM aclexplode(s.nspacl) g
      WHERE g.privilege_type = 'USAGE' AND g.grantee IN (SELECT a.role FROM acting a))
),
rel AS MATERIALIZED (
  SELECT c.oid, c.relname, c.relkind, c.relowner, c.relacl, c.relnamespace, c.reloptions, c.relpersistence,
    c.relrowsecurity, c.relforcerowsecurity, c.relispartition, s.nspname, s.kind, s.tenant, s.epoch, s.login,
    s.state, s.oid IN (SELECT o.oid FROM open_space o) AS in_open_space,
    s.kind IN ('pool', 'home') AND c.relkind IN ('r', 'p') AND EXISTS (
      SELECT FROM shared x JOIN pg_class r ON r.relname = x.name
      WHERE r.oid = coalesce(CASE WHEN c.relispartition THEN pg_partition_root(c.oid) END, c.oid)) AS shared,
    format('%I.%I', s.nspname, c.relname) AS object
  FROM pg_class c JOIN space s ON s.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
    AND NOT EXISTS (
      SELECT FROM extension_member e WHERE e.classid = 'pg_class'::regclass AND e.objid = c.oid)
),
rel_grant AS MATERIALIZED (
  SELECT r.oid, g.grantee, g.privilege_type, g.is_grantable, NULL::name AS attname
  FROM rel r CROSS JOIN LATERAL aclexplode(r.relacl) g
  WHERE r.relacl IS NOT NULL AND g.grantee <> r.relowner
  UNION ALL
  SELECT r.oid, g.grantee, g.privilege_type, g.is_grantable, a.attname
  FROM pg_attribute a JOIN rel r ON r.oid = a.attrelid CROSS JOIN LATERAL aclexplode(a.attacl) g
  WHERE a.attacl IS NOT NULL AND g.grantee <> r.relowner
),
-- Relations that a login of the application can name and has some right on.
reached AS MATERIALIZED (
  SELECT r.oid FROM rel r WHERE r.in_open_space AND r.relowner IN (SELECT a.role FROM acting a)
  UNION
  SELECT r.oid FROM rel r JOIN rel_grant g ON g.oid = r.oid
  WHERE r.in_open_space AND g.grantee IN (SELECT a.role FROM acting a)
),
tab AS MATERIALIZED (
  SELECT r.*, a.attnum AS tenant_attnum, a.atttypid AS tenant_type, a.attnotnull AS tenant_not_null,
    r.relispartition OR EXISTS (SELECT FROM pg_inherits i WHERE i.inhrelid = r.oid) AS child
  FROM rel r
  LEFT JOIN pg_attribute a
    ON a.attrelid = r.oid AND a.attname = ${column}::text AND NOT a.attisdropped
  WHERE r.relkind IN ('r', 'p') AND r.kind <> 'gate' AND r.relname <> 'flyway_schema_history'
    AND NOT r.shared
),
-- Tables in which rows of several tenants lie side by side.
pooled AS MATERIALIZED (
  SELECT t.* FROM tab t
  WHERE t.kind = 'pool' AND (${gate}::boolean OR t.tenant_attnum IS NOT NULL OR t.relrowsecurity)
),
-- Tables of a home of its own.
homed AS MATERIALIZED (
  SELECT t.* FROM tab t WHERE t.kind = 'home'
),
restrictive AS MATERIALIZED (
  SELECT DISTINCT p.polrelid FROM pg_policy p WHERE NOT p.polpermissive
),
policy AS MATERIALIZED (
  SELECT p.polrelid, p.polname, p.polcmd, p.polpermissive, p.polroles, t.object,
    coalesce(regexp_replace(pg_get_expr(p.polqual, p.polrelid), '\s+', ' ', 'g'), '') AS using_text,
    coalesce(regexp_replace(pg_get_expr(p.polwithcheck, p.polrelid), '\s+', ' ', 'g'), '') AS check_text
  FROM pg_policy p JOIN pooled t ON t.oid = p.polrelid
),
routine AS MATERIALIZED (
  SELECT p.oid, p.proname, p.proowner, p.proacl, p.prosecdef, p.proconfig, p.prosqlbody, p.prosrc, p.prolang,
    p.provolatile, p.proparallel, p.proleakproof, p.prorettype, s.kind, s.nspname,
    s.oid IN (SELECT o.oid FROM open_space o) AS in_open_space,
    p.oid::regprocedure::text AS object,
    EXISTS (
      SELECT FROM aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) g
      WHERE g.grantee IN (SELECT a.role FROM acting a)) AS callable
  FROM pg_proc p JOIN space s ON s.oid = p.pronamespace
  WHERE NOT EXISTS (
    SELECT FROM extension_member e WHERE e.classid = 'pg_proc'::regclass AND e.objid = p.oid)
),
-- Roles that row security does not hold, or that can take such a right.
unbound AS MATERIALIZED (
  SELECT r.oid, r.rolname,
    concat_ws(', ', CASE WHEN r.rolsuper THEN 'SUPERUSER' END, CASE WHEN r.rolbypassrls THEN 'BYPASSRLS' END,
      CASE WHEN r.rolreplication THEN 'REPLICATION' END) AS why
  FROM pg_roles r WHERE r.rolsuper OR r.rolbypassrls OR r.rolreplication
),
-- Built-in functions by which one session watches, blocks or stops another, where the application may call them.
dangerous AS MATERIALIZED (
  SELECT p.oid, p.oid::regprocedure::text AS name,
    CASE WHEN p.proname ~ 'advisory' THEN 'advisory locks'
         WHEN p.proname ~ '^lo' THEN 'large objects'
         WHEN p.proname ~ '^pg_(terminate|cancel)_backend$' THEN 'ending sessions'
         WHEN p.proname ~ '(_to_xml|^pg_notify$)' THEN 'notification and XML'
         WHEN p.proname = 'pg_logical_emit_message' THEN 'logical messages'
         ELSE 'activity and statistics' END AS family
  FROM pg_proc p
  WHERE p.pronamespace = 'pg_catalog'::regnamespace
    AND (p.proname ~ '^pg_(try_)?advisory_' OR p.proname ~ '^pg_stat_get_(xact|backend|progress)_'
      OR p.proname ~ '^(lo_.*|loread|lowrite)$' OR p.proname ~ '_to_xml'
      OR p.proname IN ('pg_terminate_backend', 'pg_cancel_backend', 'pg_stat_get_activity', 'pg_lock_status',
        'pg_logical_emit_message', 'pg_blocking_pids', 'pg_safe_snapshot_blocking_pids',
        'pg_isolation_test_session_is_blocked', 'pg_notify'))
    AND EXISTS (
      SELECT FROM aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) g
      WHERE g.grantee IN (SELECT a.role FROM acting a))
),
-- The functions of the gate that everybody may call.
open_to_all (proname) AS (
  VALUES ('tenant'), ('register'), ('login_tenant'), ('join'), ('reopen'), ('handover'), ('open'), ('access')
)
