-- Row security: policies, the functions that they call, and the guard.

-- rule: CROFT101
-- title: Row security is off
-- severity: error
-- repair: yes
-- why: Whatever policies say, they are not asked: a statement without a tenant filter, or with an injected one,
--   reads and changes the rows of every tenant.
-- fix: Turn row security on; policies must exist before, or nobody sees a row.
SELECT t.object,
  CASE WHEN count(p.oid) = 0 THEN 'row security is off, and there is no policy'
       ELSE format('row security is off, %s policies are asleep', count(p.oid)) END AS detail,
  format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', t.object) AS fix
FROM pooled t LEFT JOIN pg_policy p ON p.polrelid = t.oid
WHERE NOT t.relrowsecurity AND NOT t.child
GROUP BY t.object

-- rule: CROFT102
-- title: Row security does not hold the owner
-- severity: error
-- repair: yes
-- why: Without FORCE, whoever owns the table (or can become the owner, or runs a view or function of the owner)
--   passes all policies. A view that is not security_invoker then shows the rows of every tenant.
-- fix: Force row security.
SELECT t.object, 'FORCE ROW LEVEL SECURITY is missing' AS detail,
  format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', t.object) AS fix
FROM pooled t
WHERE t.relrowsecurity AND NOT t.relforcerowsecurity AND NOT t.child

-- rule: CROFT103
-- title: The restrictive tenant policy is missing
-- severity: error
-- applies: gate
-- repair: yes
-- why: Only a restrictive policy for everybody and every command cannot be widened by another policy. Without it
--   one careless permissive policy opens all rows.
-- fix: Create the policy of the gate.
SELECT t.object, 'no policy croft_tenant' AS detail,
  format('SELECT croft.protect_pool_table(%L)', t.object) AS fix
FROM pooled t
WHERE t.tenant_attnum IS NOT NULL
  AND NOT EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = t.oid AND p.polname = 'croft_tenant')

-- rule: CROFT104
-- title: A policy of the gate is not the canonical one
-- severity: error
-- applies: gate
-- repair: yes
-- why: A policy that names the right function in the wrong way lets rows through: a WITH CHECK (true) lets a tenant
--   give rows to another, a permissive one can be widened, a list of roles leaves other roles out.
-- fix: Replace it by the canonical text, in one transaction.
SELECT p.object, format('policy %I is %s %s TO %s USING %s WITH CHECK %s', p.polname,
    CASE WHEN p.polpermissive THEN 'PERMISSIVE' ELSE 'RESTRICTIVE' END,
    CASE p.polcmd WHEN '*' THEN 'FOR ALL' ELSE 'FOR ' || p.polcmd::text END,
    CASE WHEN p.polroles = '{0}' THEN 'PUBLIC' ELSE 'some roles' END, p.using_text, p.check_text) AS detail,
  format('SELECT croft.attach_policy(%L, %L, %L, %L)', p.object, p.polname, w.kind = 'PERMISSIVE', w.text) AS fix
FROM policy p
JOIN (VALUES
  ('croft_tenant', 'RESTRICTIVE', '(tenant_id = ( SELECT croft.tenant() AS tenant))'),
  ('croft_base', 'PERMISSIVE', '(tenant_id IS NOT NULL)')) w (name, kind, text)
  ON w.name = p.polname
WHERE p.polpermissive <> (w.kind = 'PERMISSIVE') OR p.polcmd <> '*' OR p.polroles <> '{0}'
  OR p.using_text <> w.text OR p.check_text <> w.text

-- rule: CROFT105
-- title: Permissive policies alone keep tenants apart
-- severity: error
-- applies: plain
-- why: Permissive policies are joined by OR. The next one that somebody adds for a report or a support page opens
--   the table, although the first one still stands.
-- fix: Add a restrictive policy for everybody that compares the tenant column, beside the permissive ones.
SELECT t.object, format('%s permissive policies and no restrictive one', count(*)) AS detail, NULL AS fix
FROM pooled t JOIN pg_policy p ON p.polrelid = t.oid AND p.polpermissive
WHERE NOT t.child AND t.oid NOT IN (SELECT r.polrelid FROM restrictive r)
GROUP BY t.object

-- rule: CROFT106
-- title: A policy lets everything through
-- severity: error
-- why: USING (true) shows every row, WITH CHECK (true) takes every row: with it, UPDATE t SET tenant_id = other
--   gives rows to another tenant. Only a restrictive policy beside it would still hold.
-- fix: Compare the tenant column in the policy, or drop the policy.
SELECT p.object, format('policy %I is %s', p.polname,
    concat_ws(' ', CASE WHEN p.using_text = 'true' THEN 'USING (true)' END,
      CASE WHEN p.check_text = 'true' THEN 'WITH CHECK (true)' END)) AS detail,
  NULL AS fix
FROM policy p
WHERE (p.using_text = 'true' OR p.check_text = 'true')
  AND NOT EXISTS (
    SELECT FROM policy r
    WHERE r.polrelid = p.polrelid AND NOT r.polpermissive AND r.polcmd = '*'
      AND r.using_text <> 'true' AND r.check_text <> 'true')

-- rule: CROFT107
-- title: A policy takes a missing tenant for permission
-- severity: error
-- why: "context IS NULL OR ..." and "IS NOT DISTINCT FROM context" show all rows, or the rows without a tenant, to
--   a job that forgot to say for whom it works.
-- fix: Compare with = and let a missing tenant be an error.
SELECT p.object, format('policy %I: %s', p.polname, left(concat_ws(' / ', nullif(p.using_text, ''),
    nullif(p.check_text, '')), 200)) AS detail, NULL AS fix
FROM policy p
WHERE (p.using_text || ' ' || p.check_text) ~* '(current_setting|current_user|session_user|\w+\()'
  AND (p.using_text || ' ' || p.check_text) ~* '(\) IS NULL\)? OR|OR \(*[^()]*\([^()]*\)[^()]*\)* IS NULL|IS NOT DISTINCT FROM|= ''''::text\)? OR)'

-- rule: CROFT108
-- title: A policy believes a setting that anybody can write
-- severity: error
-- why: current_setting('app.tenant') is what the session says it is. One injected
--   SELECT set_config('app.tenant', 'other', false) reads the other tenant's rows; on a pooled connection it also
--   plants the tenant under which the next request writes.
-- fix: Read the tenant from something that SQL of the application cannot write: Croft's register, or the login itself.
SELECT p.object, format('policy %I reads %s', p.polname,
    substring(p.using_text || ' ' || p.check_text FROM 'current_setting\([^)]*\)')) AS detail, NULL AS fix
FROM policy p
WHERE (p.using_text || ' ' || p.check_text) ~ 'current_setting\(''[a-z_0-9]+\.[^'']*'''
UNION ALL
SELECT DISTINCT p.object, format('policy %I calls %s, which reads %s', p.polname, f.object,
    substring(pg_get_functiondef(f.oid) FROM 'current_setting\([^)]*\)')), NULL
FROM policy p
JOIN pg_policy q ON q.polrelid = p.polrelid AND q.polname = p.polname
JOIN pg_depend d ON d.classid = 'pg_policy'::regclass AND d.objid = q.oid AND d.refclassid = 'pg_proc'::regclass
JOIN routine f ON f.oid = d.refobjid
WHERE pg_get_functiondef(f.oid) ~ 'current_setting\(''[a-z_0-9]+\.[^'']*'''

-- rule: CROFT109
-- title: A policy calls its context function for every row
-- severity: warning
-- why: Outside of a sub-select a function runs once a row: a scan of 600,000 rows took 70 ms instead of 21 with
--   current_setting, 182 with a PL/pgSQL function.
-- fix: Write column = (SELECT function()) in the policy.
SELECT p.object, format('policy %I: %s', p.polname, left(p.using_text, 160)) AS detail, NULL AS fix
FROM policy p
WHERE p.using_text ~ '(current_setting\(|\w+\.\w+\(\))'
  AND p.using_text !~ 'SELECT[^()]*(\()*(current_setting\(|\w+\.\w+\()'

-- rule: CROFT110
-- title: A context function spoils plans
-- severity: warning
-- why: A VOLATILE function in a policy is called for every row and uses no index; a PARALLEL UNSAFE one, which is the
--   default, forbids parallel plans on every query of the table.
-- fix: Declare it STABLE PARALLEL SAFE (RESTRICTED if it reads a sequence).
SELECT DISTINCT f.object, format('used by a policy of %s, and %s', min(p.object), concat_ws(' and ',
    CASE f.provolatile WHEN 'v' THEN 'VOLATILE' END, CASE f.proparallel WHEN 'u' THEN 'PARALLEL UNSAFE' END)) AS detail,
  format('ALTER FUNCTION %s STABLE PARALLEL SAFE', f.object) AS fix
FROM pg_depend d
JOIN pg_policy q ON q.oid = d.objid
JOIN pooled p ON p.oid = q.polrelid
JOIN routine f ON f.oid = d.refobjid
WHERE d.classid = 'pg_policy'::regclass AND d.refclassid = 'pg_proc'::regclass
  AND (f.provolatile = 'v' OR f.proparallel = 'u')
GROUP BY f.object, f.provolatile, f.proparallel

-- rule: CROFT111
-- title: A function that reads the session is declared IMMUTABLE
-- severity: error
-- why: Its value is computed once and kept in the plan: with a prepared statement on a pooled connection the next
--   tenant received the rows of the one before.
-- fix: Declare it STABLE.
SELECT f.object, 'IMMUTABLE, but reads the session' AS detail, format('ALTER FUNCTION %s STABLE', f.object) AS fix
FROM routine f
WHERE f.provolatile = 'i'
  AND lower(coalesce(pg_get_function_sqlbody(f.oid), f.prosrc))
    ~ '(current_setting|current_user|session_user|current_role|pg_backend_pid|now\(\)|croft\.tenant)'

-- rule: CROFT112
-- title: A partition or inheriting table is open
-- severity: error
-- repair: yes
-- why: Policies of the parent hold only for statements that name the parent. SELECT * FROM the_child passes them:
--   the rows of all tenants were read so.
-- fix: Give each child row security of its own, and grant the parent only.
SELECT t.object, concat_ws(', ', CASE WHEN NOT t.relrowsecurity THEN 'row security is off' END,
    CASE WHEN NOT t.relforcerowsecurity THEN 'not forced' END,
    CASE WHEN t.oid NOT IN (SELECT r.polrelid FROM restrictive r) THEN 'no restrictive policy' END) AS detail,
  concat_ws('; ',
    CASE WHEN NOT t.relrowsecurity THEN format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', t.object) END,
    CASE WHEN NOT t.relforcerowsecurity THEN format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', t.object) END) AS fix
FROM pooled t
WHERE t.child AND (NOT t.relrowsecurity
  OR (${gate}::boolean AND NOT t.relforcerowsecurity))

-- rule: CROFT113
-- title: The guard of a table is missing or weakened
-- severity: error
-- applies: gate
-- repair: yes
-- why: The guard joins the fence before each write, whoever writes. Without it, or when a replication role skips it,
--   a write during a move is acknowledged and lost.
-- fix: Create the trigger anew, ENABLE ALWAYS.
SELECT t.object, CASE WHEN g.oid IS NULL THEN 'no trigger croft_guard'
    WHEN g.tgenabled <> 'A' THEN 'trigger croft_guard is not ENABLE ALWAYS'
    ELSE 'trigger croft_guard is ' || pg_get_triggerdef(g.oid) END AS detail,
  format('SELECT croft.attach_guard(%L, %L)', t.object, w.call) AS fix
FROM tab t
CROSS JOIN LATERAL (
  SELECT CASE t.kind WHEN 'pool' THEN 'croft.guard_pool()'
    ELSE format('croft.guard_home(%L, %L)', t.tenant, t.epoch) END AS call) w
LEFT JOIN pg_trigger g ON g.tgrelid = t.oid AND g.tgname = 'croft_guard'
WHERE t.kind IN ('pool', 'home') AND t.tenant_attnum IS NOT NULL
  AND (g.oid IS NULL OR g.tgenabled <> 'A'
    OR g.tgtype <> 62 OR g.tgqual IS NOT NULL
    OR g.tgfoid <> to_regproc(CASE t.kind WHEN 'pool' THEN 'croft.guard_pool' ELSE 'croft.guard_home' END)
    OR (t.kind = 'home'
        AND encode(g.tgargs, 'escape') <> format('%s\000%s\000', t.tenant, t.epoch)))

-- rule: CROFT114
-- title: A table is not the application owner's
-- severity: error
-- applies: gate
-- repair: yes
-- why: An owner can turn row security, triggers and constraints off. The owner is a role that nobody logs in as;
--   any other owner is a way around the gate.
-- fix: Give the table back.
SELECT t.object, format('owned by %s', pg_get_userbyid(t.relowner)) AS detail,
  format('ALTER TABLE %s OWNER TO croft_app_owner', t.object) AS fix
FROM rel t
WHERE t.kind IN ('pool', 'home') AND t.relkind IN ('r', 'p', 'v')
  AND pg_get_userbyid(t.relowner) <> 'croft_app_owner'

-- rule: CROFT115
-- title: A trigger of the application is switched off or fires for replicas only
-- severity: info
-- why: A trigger that keeps data apart, or fills columns, does nothing while it is disabled.
-- fix: Enable it, or drop it.
SELECT t.object, format('trigger %I is %s', g.tgname, CASE g.tgenabled WHEN 'D' THEN 'disabled' ELSE 'for replicas only' END)
  AS detail, NULL AS fix
FROM tab t JOIN pg_trigger g ON g.tgrelid = t.oid AND NOT g.tgisinternal AND g.tgname <> 'croft_guard'
WHERE t.kind IN ('pool', 'home') AND g.tgenabled IN ('D', 'R')

-- rule: CROFT116
-- title: A table has row security and no policy
-- severity: info
-- applies: plain
-- why: Nobody but its owner and superusers sees a row: safe, and perhaps not meant.
-- fix: Create its policies, or leave it so.
SELECT t.object, 'no policy' AS detail, NULL AS fix
FROM pooled t
WHERE t.relrowsecurity AND NOT EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = t.oid)

-- rule: CROFT117
-- title: A policy beside those of the gate
-- severity: info
-- applies: gate
-- why: The restrictive policy holds whatever others say, so this one cannot open the table. It is named because a
--   policy that the gate did not make is worth knowing.
-- fix: Keep it in the application's migrations, or drop it.
SELECT p.object, format('policy %I', p.polname) AS detail, NULL AS fix
FROM policy p WHERE p.polname NOT IN ('croft_tenant', 'croft_base')

-- rule: CROFT118
-- title: The base policy is missing
-- severity: warning
-- applies: gate
-- repair: yes
-- why: Without a permissive policy nobody sees a row, the tenant itself included.
-- fix: Create it.
SELECT t.object, 'no policy croft_base' AS detail,
  format('SELECT croft.protect_pool_table(%L)', t.object) AS fix
FROM pooled t
WHERE t.tenant_attnum IS NOT NULL
  AND NOT EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = t.oid AND p.polname = 'croft_base')
