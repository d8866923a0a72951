-- Relations and functions through which row security is passed by.

-- rule: CROFT301
-- title: A materialized view can be reached
-- severity: error
-- why: Row security does not apply to it: it holds what its owner saw when it was refreshed, which is the rows of
--   all tenants.
-- fix: Drop it, or revoke it and give out a view over it that filters by tenant.
SELECT r.object, CASE WHEN r.oid IN (SELECT x.oid FROM reached x) THEN 'the application may read it'
    ELSE 'it holds the rows of all tenants' END AS detail,
  (SELECT format('REVOKE ALL ON %s FROM %s', r.object, string_agg(DISTINCT
      CASE g.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(g.grantee)) END, ', '))
   FROM rel_grant g WHERE g.oid = r.oid HAVING count(*) > 0) AS fix
FROM rel r
WHERE r.relkind = 'm'
  AND (r.oid IN (SELECT x.oid FROM reached x) OR (${gate}::boolean AND r.kind IN ('pool', 'home')))

-- rule: CROFT302
-- title: A foreign table can be reached
-- severity: error
-- why: Row security of the other server knows only the login of the user mapping, the same for all tenants.
-- fix: Revoke it from the application, and read it in a job that belongs to no tenant.
SELECT r.object, CASE WHEN r.oid IN (SELECT x.oid FROM reached x) THEN 'the application may read it'
    ELSE 'it lies in a schema of the application' END AS detail, NULL AS fix
FROM rel r
WHERE r.relkind = 'f'
  AND (r.oid IN (SELECT x.oid FROM reached x) OR (${gate}::boolean AND r.kind IN ('pool', 'home')))

-- rule: CROFT303
-- title: An unlogged table without row security can be reached
-- severity: error
-- why: Staging tables hold the rows of whoever loaded last; without row security every tenant reads them.
-- fix: Load in a schema that the application cannot use, or turn row security on.
SELECT r.object, 'unlogged, reachable, row security is off' AS detail, NULL AS fix
FROM rel r
WHERE r.relkind IN ('r', 'p') AND r.relpersistence = 'u' AND NOT r.relrowsecurity AND r.kind <> 'home'
  AND r.oid IN (SELECT x.oid FROM reached x)

-- rule: CROFT304
-- title: A view of a role that row security does not hold
-- severity: error
-- why: A view reads with the rights of its owner. When that is a superuser or has BYPASSRLS, it showed the rows of 20
--   tenants, also with FORCE.
-- fix: Let the view run with the rights of its caller.
SELECT r.object, format('owned by %s, which is %s', u.rolname, u.why) AS detail,
  format('ALTER VIEW %s SET (security_invoker = true)', r.object) AS fix
FROM rel r JOIN unbound u ON u.oid = r.relowner
WHERE r.relkind = 'v' AND r.oid IN (SELECT x.oid FROM reached x)
  AND NOT coalesce(r.reloptions && ARRAY['security_invoker=true', 'security_invoker=on', 'security_invoker=1'], false)

-- rule: CROFT305
-- title: A function runs with the rights of a role that row security does not hold
-- severity: error
-- why: SECURITY DEFINER code of a superuser or of a role with BYPASSRLS reads the rows of every tenant for whoever
--   calls it.
-- fix: Give it to a role without such rights, or make it SECURITY INVOKER.
SELECT f.object, format('SECURITY DEFINER, owned by %s, which is %s', u.rolname, u.why) AS detail,
  format('ALTER FUNCTION %s SECURITY INVOKER', f.object) AS fix
FROM routine f JOIN unbound u ON u.oid = f.proowner
WHERE f.prosecdef AND f.callable AND f.in_open_space

-- rule: CROFT306
-- title: A view runs with the rights of its owner
-- severity: warning
-- repair: yes
-- why: It is held by the policies only while its owner is held by them; the day its owner changes, it shows all rows.
--   Without security_barrier a cheap function in a query also sees rows before the view's own filter.
-- fix: Set security_invoker.
SELECT r.object, 'neither security_invoker nor a barrier that holds' AS detail,
  format('ALTER VIEW %s SET (security_invoker = true)', r.object) AS fix
FROM rel r
WHERE r.relkind = 'v' AND r.relowner NOT IN (SELECT u.oid FROM unbound u)
  AND (r.oid IN (SELECT x.oid FROM reached x) OR (${gate}::boolean AND r.kind IN ('pool', 'home')))
  AND NOT coalesce(r.reloptions && ARRAY['security_invoker=true', 'security_invoker=on', 'security_invoker=1'], false)

-- rule: CROFT307
-- title: A SECURITY DEFINER function does not pin its search path
-- severity: error
-- why: The caller chooses which table a name means: a temporary table of the caller (pg_temp comes first unless it is
--   named last) or a schema of the caller's was read and believed with the owner's rights.
-- fix: End the pinned path with pg_temp, or write the body as BEGIN ATOMIC.
SELECT f.object, coalesce('search path is ' || p.path, 'no search path is set') AS detail,
  format('ALTER FUNCTION %s SET search_path = %s, pg_temp', f.object, coalesce(nullif(p.path, '""'), 'pg_catalog')) AS fix
FROM routine f
LEFT JOIN LATERAL (
  SELECT substr(c, 13) AS path FROM unnest(f.proconfig) c WHERE c LIKE 'search\_path=%') p ON true
WHERE f.prosecdef AND f.prosqlbody IS NULL
  AND f.prolang IN (SELECT l.oid FROM pg_language l WHERE l.lanname NOT IN ('c', 'internal'))
  AND (p.path IS NULL OR p.path !~ 'pg_temp"?$')

-- rule: CROFT308
-- title: PUBLIC may execute what only the gate should
-- severity: error
-- applies: gate
-- repair: yes
-- why: A helper of the gate left open is an oracle: whoever may call it can sign, enter or end transactions. EXECUTE
--   is given to PUBLIC by default whenever a function is created.
-- fix: Revoke it.
SELECT f.object, 'EXECUTE for PUBLIC' AS detail, format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', f.object) AS fix
FROM routine f
WHERE f.kind = 'gate'
  AND EXISTS (
    SELECT FROM aclexplode(coalesce(f.proacl, acldefault('f', f.proowner))) g WHERE g.grantee = 0)
  AND f.proname NOT IN (SELECT o.proname FROM open_to_all o)

-- rule: CROFT309
-- title: A trigger belongs to the application's login
-- severity: error
-- why: A trigger runs in the session of whoever writes. Who can replace its function takes the writer's rows and
--   context: new rows of one tenant were copied to another.
-- fix: Give the function to a role that nobody logs in as.
SELECT t.object, format('trigger %I calls %s, owned by %s', g.tgname, g.tgfoid::regprocedure, pg_get_userbyid(f.proowner))
  AS detail, NULL AS fix
FROM rel t
JOIN pg_trigger g ON g.tgrelid = t.oid AND NOT g.tgisinternal
JOIN pg_proc f ON f.oid = g.tgfoid
WHERE f.proowner IN (SELECT a.role FROM acting a)

-- rule: CROFT310
-- title: A rule rewrites statements on a table
-- severity: warning
-- why: What a rule adds runs with the rights of the table's owner, and is not seen in the statement.
-- fix: Use a trigger instead.
SELECT r.object, format('rule %I', w.rulename) AS detail, NULL AS fix
FROM rel r JOIN pg_rewrite w ON w.ev_class = r.oid
WHERE w.rulename <> '_RETURN' AND r.kind <> 'gate'

-- rule: CROFT311
-- title: A publication sends the rows of all tenants
-- severity: warning
-- why: Logical replication bypasses row security: a subscriber gets every tenant's rows unless the publication filters.
-- fix: Publish with a WHERE on the tenant column, or only to a system that may hold all tenants.
SELECT format('publication %I', p.pubname) AS object, 'FOR ALL TABLES' AS detail, NULL AS fix
FROM pg_publication p WHERE p.puballtables
UNION ALL
SELECT format('publication %I', p.pubname), format('%s without a row filter', t.object), NULL
FROM pooled t
JOIN pg_publication_rel l ON l.prrelid = t.oid AND l.prqual IS NULL
JOIN pg_publication p ON p.oid = l.prpubid
WHERE NOT p.puballtables
UNION ALL
SELECT format('publication %I', p.pubname), format('all tables of schema %I', n.nspname), NULL
FROM pg_publication_namespace l
JOIN pg_publication p ON p.oid = l.pnpubid
JOIN space n ON n.oid = l.pnnspid

-- rule: CROFT312
-- title: A SECURITY DEFINER function in a schema of the application
-- severity: error
-- applies: gate
-- why: It runs as the owner of the application's tables. In the pool the forced policies still hold it; in a home its
--   owner may switch the guard off. The gate refuses such a function when a schema is prepared.
-- fix: Make it SECURITY INVOKER.
SELECT f.object, 'SECURITY DEFINER' AS detail, format('ALTER FUNCTION %s SECURITY INVOKER', f.object) AS fix
FROM routine f WHERE f.kind IN ('pool', 'home') AND f.prosecdef

-- rule: CROFT313
-- title: A function was declared LEAKPROOF by somebody
-- severity: error
-- why: A leakproof function is evaluated on rows of other tenants before the policy. One that logs, raises or returns
--   what it is given shows them. Only PostgreSQL's own comparisons have been reviewed for it.
-- fix: Take the mark away.
SELECT f.object, 'LEAKPROOF' AS detail, format('ALTER FUNCTION %s NOT LEAKPROOF', f.object) AS fix
FROM routine f WHERE f.proleakproof
UNION ALL
-- What initdb made still has the transaction id of the bootstrap; ALTER FUNCTION writes the row anew.
SELECT p.oid::regprocedure::text, 'LEAKPROOF, by somebody after the server was made',
  format('ALTER FUNCTION %s NOT LEAKPROOF', p.oid::regprocedure)
FROM pg_proc p WHERE p.proleakproof AND p.oid < 16384 AND p.xmin <> '1'::xid

-- rule: CROFT314
-- title: A user mapping for the application's login
-- severity: error
-- why: It is a login to another server, the same for all tenants, and its password can be read by its user.
-- fix: Drop the mapping; let a job that belongs to no tenant read other servers.
SELECT format('server %I', s.srvname) AS object, format('user mapping for %s',
    CASE m.umuser WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(m.umuser)::text END) AS detail,
  format('DROP USER MAPPING FOR %s SERVER %I',
    CASE m.umuser WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(m.umuser)) END, s.srvname) AS fix
FROM pg_user_mapping m JOIN pg_foreign_server s ON s.oid = m.umserver
WHERE m.umuser IN (SELECT a.role FROM acting a)

-- rule: CROFT315
-- title: Code of the application's login runs for others
-- severity: error
-- why: Functions in indexes, defaults, policies and constraints run in the session of whoever writes, also of an
--   administrator. Who owns such a function owns that session.
-- fix: Give the function to a role that nobody logs in as.
SELECT f.object, format('owned by %s, used by %s', pg_get_userbyid(f.proowner),
    min(pg_describe_object(d.classid, d.objid, d.objsubid))) AS detail, NULL AS fix
FROM routine f
JOIN pg_depend d ON d.refclassid = 'pg_proc'::regclass AND d.refobjid = f.oid
  AND d.classid IN ('pg_class'::regclass, 'pg_attrdef'::regclass, 'pg_policy'::regclass, 'pg_constraint'::regclass)
WHERE f.proowner IN (SELECT a.role FROM acting a)
GROUP BY f.object, f.proowner

-- rule: CROFT316
-- title: A table inherits without being a partition
-- severity: error
-- applies: gate
-- why: Rights and policies of the parent do not reach it, and a copy of the parent brings its rows along.
-- fix: Make it a partition, or a table of its own.
SELECT t.object, 'INHERITS' AS detail, NULL AS fix
FROM tab t
WHERE t.kind IN ('pool', 'home') AND NOT t.relispartition
  AND EXISTS (SELECT FROM pg_inherits h WHERE h.inhrelid = t.oid)
