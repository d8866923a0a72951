-- Rights: what the logins of the application may do.

-- rule: CROFT501
-- title: A right on a table that no application needs
-- severity: error
-- repair: yes
-- why: TRUNCATE ignores row security and removes the rows of all tenants; REFERENCES builds an oracle; with TRIGGER
--   the new rows of others were copied away; MAINTAIN locks and refreshes.
-- fix: Revoke it.
SELECT r.object, format('%s for %s', string_agg(DISTINCT g.privilege_type, ', '), w.name) AS detail,
  format('REVOKE %s ON %s FROM %s', string_agg(DISTINCT g.privilege_type, ', '), r.object, w.name) AS fix
FROM rel r
JOIN rel_grant g ON g.oid = r.oid AND g.attname IS NULL
CROSS JOIN LATERAL (
  SELECT CASE g.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(g.grantee)) END AS name) w
WHERE g.privilege_type IN ('TRUNCATE', 'REFERENCES', 'TRIGGER', 'MAINTAIN')
  AND g.grantee IN (SELECT a.role FROM acting a)
GROUP BY r.object, w.name

-- rule: CROFT502
-- title: A sequence can be read or set
-- severity: error
-- repair: yes
-- why: SELECT shows how many rows all tenants together have made; UPDATE is setval, which makes every tenant's next
--   INSERT fail on a key that is taken.
-- fix: Grant USAGE only.
SELECT r.object, format('%s for %s', string_agg(DISTINCT g.privilege_type, ', '), w.name) AS detail,
  format('REVOKE %s ON SEQUENCE %s FROM %s', string_agg(DISTINCT g.privilege_type, ', '), r.object, w.name) AS fix
FROM rel r
JOIN rel_grant g ON g.oid = r.oid
CROSS JOIN LATERAL (
  SELECT CASE g.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(g.grantee)) END AS name) w
WHERE r.relkind = 'S' AND g.privilege_type IN ('SELECT', 'UPDATE') AND g.grantee IN (SELECT a.role FROM acting a)
GROUP BY r.object, w.name

-- rule: CROFT503
-- title: The application may create objects in a schema
-- severity: error
-- repair: yes
-- why: Who creates functions and operators decides what names mean for others, and can leave code for them.
-- fix: Revoke CREATE.
SELECT format('schema %I', s.nspname) AS object, format('CREATE for %s', w.name) AS detail,
  format('REVOKE CREATE ON SCHEMA %I FROM %s', s.nspname, w.name) AS fix
FROM space s
CROSS JOIN LATERAL aclexplode(s.nspacl) g
CROSS JOIN LATERAL (
  SELECT CASE g.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(g.grantee)) END AS name) w
WHERE g.privilege_type = 'CREATE' AND g.grantee <> s.nspowner AND g.grantee IN (SELECT a.role FROM acting a)

-- rule: CROFT504
-- title: The application may create temporary tables or schemas
-- severity: error
-- repair: yes
-- why: A temporary table comes first in the search path: one named like a table of the application caught the next
--   tenant's INSERT on a pooled connection.
-- fix: Revoke the right on the database.
SELECT format('database %I', d.datname) AS object, format('%s for %s', string_agg(g.privilege_type, ', '), w.name) AS detail,
  format('REVOKE %s ON DATABASE %I FROM %s', string_agg(g.privilege_type, ', '), d.datname, w.name) AS fix
FROM pg_database d
CROSS JOIN LATERAL aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) g
CROSS JOIN LATERAL (
  SELECT CASE g.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(g.grantee)) END AS name) w
WHERE d.datname = current_database() AND g.privilege_type IN ('CREATE', 'TEMPORARY') AND g.grantee <> d.datdba
  AND g.grantee IN (SELECT a.role FROM acting a)
GROUP BY d.datname, w.name

-- rule: CROFT505
-- title: A login holds rights itself
-- severity: warning
-- why: Rights that hang on the login are lost or forgotten when the login is replaced, and no group shows them.
-- fix: Grant to a group that the login is a member of.
SELECT format('role %I', pg_get_userbyid(g.grantee)) AS object,
  format('rights on %s relations, for example %s', count(DISTINCT r.oid), min(r.object)) AS detail, NULL AS fix
FROM rel_grant g JOIN rel r ON r.oid = g.oid
WHERE g.grantee IN (SELECT x.oid FROM runtime x)
  AND pg_get_userbyid(g.grantee) NOT IN (SELECT h.login FROM home h)
  AND NOT EXISTS (SELECT FROM admitted a WHERE a.role = g.grantee AND a.space = r.relnamespace)
GROUP BY g.grantee

-- rule: CROFT506
-- title: New objects are open by default
-- severity: error
-- repair: yes
-- why: Default privileges open every table of the next migration before anybody has protected it.
-- fix: Take the default away; grant after the table is protected.
SELECT format('defaults of role %I%s', pg_get_userbyid(d.defaclrole),
    CASE d.defaclnamespace WHEN 0 THEN '' ELSE format(' in schema %I', d.defaclnamespace::regnamespace::text) END) AS object,
  format('%s on %s for %s', string_agg(g.privilege_type, ', '), w.kind, w.name) AS detail,
  format('ALTER DEFAULT PRIVILEGES FOR ROLE %I%s REVOKE %s ON %s FROM %s', pg_get_userbyid(d.defaclrole),
    CASE d.defaclnamespace WHEN 0 THEN '' ELSE format(' IN SCHEMA %s', d.defaclnamespace::regnamespace) END,
    string_agg(g.privilege_type, ', '), w.kind, w.name) AS fix
FROM pg_default_acl d
CROSS JOIN LATERAL aclexplode(d.defaclacl) g
CROSS JOIN LATERAL (
  SELECT CASE d.defaclobjtype WHEN 'r' THEN 'TABLES' WHEN 'S' THEN 'SEQUENCES' WHEN 'f' THEN 'FUNCTIONS'
      WHEN 'T' THEN 'TYPES' ELSE 'SCHEMAS' END AS kind,
    CASE g.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(g.grantee)) END AS name) w
WHERE d.defaclobjtype IN ('r', 'S', 'n') AND g.grantee <> d.defaclrole AND g.grantee IN (SELECT a.role FROM acting a)
GROUP BY d.defaclrole, d.defaclnamespace, w.kind, w.name

-- rule: CROFT507
-- title: Built-in functions by which sessions of one login watch, block or stop each other
-- severity: warning
-- applies: plain
-- why: With one login for all tenants, a tenant's SQL ends another's session, takes its advisory lock, reads its
--   statement from pg_stat_activity, overwrites its large objects. PostgreSQL gives all of these to PUBLIC.
-- fix: Revoke them from PUBLIC, in each database.
SELECT format('functions of %s', f.family) AS object, format('%s functions, for example %s', count(*), min(f.name)) AS detail,
  format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', string_agg(f.name, ', ' ORDER BY f.name)) AS fix
FROM dangerous f
WHERE f.family <> 'notification and XML'
GROUP BY f.family

-- rule: CROFT508
-- title: A built-in function that the gate has taken from PUBLIC is open again
-- severity: error
-- applies: gate
-- repair: yes
-- why: Advisory locks are the fence: who can take one keeps a neighbour out. The others end a neighbour's session, read
--   its statements and counters, or write its large objects.
-- fix: Revoke it from PUBLIC.
SELECT f.name AS object, 'EXECUTE for PUBLIC or a login of the application' AS detail,
  format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC%s', f.name,
    (SELECT string_agg(', ' || quote_ident(r.rolname), '')
     FROM pg_proc p, aclexplode(p.proacl) g, pg_roles r
     WHERE p.oid = f.oid AND r.oid = g.grantee AND g.grantee IN (SELECT a.role FROM acting a))) AS fix
FROM dangerous f
WHERE f.family <> 'notification and XML'

-- rule: CROFT509
-- title: Functions that help an attacker and are left to PUBLIC
-- severity: info
-- why: pg_notify reaches listeners of other tenants; the *_to_xml functions run SQL that filters on statement text do
--   not see. Row security holds both. LISTEN and NOTIFY as statements cannot be revoked.
-- fix: Revoke what the application does not call.
SELECT format('functions of %s', f.family) AS object, format('%s functions, for example %s', count(*), min(f.name)) AS detail,
  format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', string_agg(f.name, ', ' ORDER BY f.name)) AS fix
FROM dangerous f
WHERE f.family = 'notification and XML'
GROUP BY f.family

-- rule: CROFT510
-- title: PUBLIC may write code in the database
-- severity: info
-- why: USAGE on a language allows DO blocks, with which an injected statement loops, catches errors and tries values
--   quickly. Row security holds it.
-- fix: Revoke USAGE where no function of the application is created at run time.
SELECT format('language %I', l.lanname) AS object, 'USAGE for PUBLIC' AS detail,
  format('REVOKE USAGE ON LANGUAGE %I FROM PUBLIC', l.lanname) AS fix
FROM pg_language l
WHERE l.lanpltrusted AND l.lanname NOT IN ('internal', 'c')
  AND EXISTS (SELECT FROM aclexplode(coalesce(l.lanacl, acldefault('l', l.lanowner))) g WHERE g.grantee = 0)

-- rule: CROFT511
-- title: The application may write in an untrusted language
-- severity: error
-- why: Such code runs on the server's machine as its operating system user, outside of all rights.
-- fix: Revoke USAGE.
SELECT format('language %I', l.lanname) AS object, format('USAGE for %s',
    CASE g.grantee WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(g.grantee)::text END) AS detail,
  format('REVOKE USAGE ON LANGUAGE %I FROM %s', l.lanname,
    CASE g.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(g.grantee)) END) AS fix
FROM pg_language l CROSS JOIN LATERAL aclexplode(l.lanacl) g
WHERE NOT l.lanpltrusted AND g.grantee IN (SELECT a.role FROM acting a)

-- rule: CROFT512
-- title: A login may pass its rights on
-- severity: error
-- repair: yes
-- why: WITH GRANT OPTION lets an injected statement open tables to PUBLIC, and what it grants outlives it.
-- fix: Revoke the option.
SELECT r.object, format('%s WITH GRANT OPTION for %s', string_agg(DISTINCT g.privilege_type, ', '), w.name) AS detail,
  format('REVOKE GRANT OPTION FOR %s ON %s FROM %s CASCADE', string_agg(DISTINCT g.privilege_type, ', '),
    r.object, w.name) AS fix
FROM rel r
JOIN rel_grant g ON g.oid = r.oid AND g.is_grantable AND g.attname IS NULL
CROSS JOIN LATERAL (SELECT quote_ident(pg_get_userbyid(g.grantee)) AS name) w
WHERE g.grantee IN (SELECT a.role FROM acting a)
GROUP BY r.object, w.name

-- rule: CROFT513
-- title: A right on a relation that the gate did not give
-- severity: error
-- applies: gate
-- repair: yes
-- why: In the pool a second role means a second way in; in a home it is another tenant, or everybody.
-- fix: Revoke it.
SELECT r.object, format('%s for %s', string_agg(DISTINCT g.privilege_type, ', '), w.name) AS detail,
  format('REVOKE %s ON %s FROM %s CASCADE',
    string_agg(DISTINCT g.privilege_type || coalesce(' (' || quote_ident(g.attname) || ')', ''), ', '), r.object, w.name) AS fix
FROM rel r
JOIN rel_grant g ON g.oid = r.oid
CROSS JOIN LATERAL (
  SELECT CASE g.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(g.grantee)) END AS name) w
WHERE r.kind IN ('pool', 'home') AND g.privilege_type IN ('SELECT', 'INSERT', 'UPDATE', 'DELETE', 'USAGE')
  AND NOT EXISTS (
    SELECT FROM given v
    WHERE v.oid = r.oid AND v.role = g.grantee
      AND (g.privilege_type = ANY (v.privileges) OR (r.relkind = 'S' AND g.privilege_type <> 'USAGE')))
  AND r.relkind <> 'm'
GROUP BY r.object, w.name

-- rule: CROFT514
-- title: A schema is open to a role that has nothing to do there
-- severity: error
-- applies: gate
-- repair: yes
-- why: USAGE is the fence around a schema home: it is what the switch of a move takes away.
-- fix: Revoke it.
SELECT format('schema %I', s.nspname) AS object, format('%s for %s', g.privilege_type, w.name) AS detail,
  format('REVOKE %s ON SCHEMA %I FROM %s', g.privilege_type, s.nspname, w.name) AS fix
FROM space s
CROSS JOIN LATERAL aclexplode(s.nspacl) g
CROSS JOIN LATERAL (
  SELECT CASE g.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(g.grantee)) END AS name) w
WHERE s.kind IN ('pool', 'home') AND g.grantee <> s.nspowner AND g.privilege_type = 'USAGE'
  AND (s.state = 'moved' OR NOT EXISTS (SELECT FROM admitted a WHERE a.space = s.oid AND a.role = g.grantee))

-- rule: CROFT515
-- title: A right that the gate gives is missing
-- severity: warning
-- applies: gate
-- repair: yes
-- why: Statements of the application fail with "permission denied".
-- fix: Grant it.
SELECT r.object, format('%s is missing for %s', string_agg(p.privilege, ', '), w.name) AS detail,
  format('GRANT %s ON %s TO %s', string_agg(p.privilege, ', '), r.object, w.name) AS fix
FROM rel r
JOIN given v ON v.oid = r.oid
CROSS JOIN LATERAL (SELECT quote_ident(v.rolname) AS name) w
CROSS JOIN LATERAL unnest(v.privileges) p (privilege)
WHERE r.kind IN ('pool', 'home') AND r.relkind IN ('r', 'p', 'v', 'S') AND r.relname <> 'flyway_schema_history'
  AND coalesce(r.state, 'open') <> 'moved'
  AND NOT EXISTS (
    SELECT FROM rel_grant g
    WHERE g.oid = r.oid AND g.attname IS NULL AND g.privilege_type = p.privilege AND g.grantee = v.role)
GROUP BY r.object, w.name

-- rule: CROFT516
-- title: A catalog of PostgreSQL that holds values is open
-- severity: error
-- repair: yes
-- why: pg_statistic keeps samples of every table's columns, of all tenants together; pg_statistic_ext_data as well.
--   pg_authid holds the passwords' verifiers, pg_largeobject the bytes of everybody's large objects.
-- fix: Revoke it; PostgreSQL shows through views what a role may see.
SELECT format('pg_catalog.%I', c.relname) AS object, format('%s for %s', string_agg(DISTINCT g.privilege_type, ', '), w.name) AS detail,
  format('REVOKE %s ON pg_catalog.%I FROM %s',
    string_agg(DISTINCT g.privilege_type || coalesce(' (' || quote_ident(g.attname) || ')', ''), ', '), c.relname, w.name) AS fix
FROM pg_class c
CROSS JOIN LATERAL (
  SELECT x.grantee, x.privilege_type, NULL::name AS attname FROM aclexplode(c.relacl) x
  UNION ALL
  SELECT x.grantee, x.privilege_type, a.attname
  FROM pg_attribute a CROSS JOIN LATERAL aclexplode(a.attacl) x WHERE a.attrelid = c.oid) g
CROSS JOIN LATERAL (
  SELECT CASE g.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(g.grantee)) END AS name) w
WHERE c.oid IN ('pg_statistic'::regclass, 'pg_statistic_ext_data'::regclass, 'pg_authid'::regclass,
    'pg_largeobject'::regclass, 'pg_user_mapping'::regclass)
  AND g.grantee IN (SELECT a.role FROM acting a)
GROUP BY c.relname, w.name
