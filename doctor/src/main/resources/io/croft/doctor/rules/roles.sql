-- Roles: what the logins of the application are, own and can become.

-- rule: CROFT401
-- title: A login of the application has powers of an administrator
-- severity: error
-- scope: server
-- repair: yes
-- why: A superuser and a role with BYPASSRLS pass every policy; CREATEROLE, CREATEDB and REPLICATION lead there.
-- fix: Take the attribute away.
SELECT format('role %I', r.rolname) AS object, a.attributes AS detail,
  format('ALTER ROLE %I NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOCREATEDB NOREPLICATION', r.rolname) AS fix
FROM pg_roles r
CROSS JOIN LATERAL (
  SELECT concat_ws(', ', CASE WHEN r.rolsuper THEN 'SUPERUSER' END, CASE WHEN r.rolbypassrls THEN 'BYPASSRLS' END,
    CASE WHEN r.rolcreaterole THEN 'CREATEROLE' END, CASE WHEN r.rolcreatedb THEN 'CREATEDB' END,
    CASE WHEN r.rolreplication THEN 'REPLICATION' END) AS attributes) a
WHERE r.oid IN (SELECT x.oid FROM runtime x) AND a.attributes <> ''

-- rule: CROFT402
-- title: A login of the application owns objects
-- severity: error
-- why: An owner turns row security off, drops policies and constraints, and grants to others. FORCE does not keep it
--   from ALTER TABLE ... NO FORCE.
-- fix: Give everything to a role that nobody logs in as.
SELECT r.object, format('owned by %s, as which %s can act', pg_get_userbyid(r.relowner),
    (SELECT string_agg(DISTINCT pg_get_userbyid(a.login)::text, ', ') FROM act a WHERE a.role = r.relowner)) AS detail,
  NULL AS fix
FROM rel r WHERE r.relowner IN (SELECT a.role FROM acting a)
UNION ALL
SELECT format('schema %I', s.nspname), format('owned by %s', pg_get_userbyid(s.nspowner)), NULL
FROM space s WHERE s.nspowner IN (SELECT a.role FROM acting a)
UNION ALL
SELECT f.object, format('owned by %s', pg_get_userbyid(f.proowner)), NULL
FROM routine f WHERE f.proowner IN (SELECT a.role FROM acting a)
UNION ALL
SELECT format('database %I', d.datname), format('owned by %s', pg_get_userbyid(d.datdba)), NULL
FROM pg_database d WHERE d.datname = current_database() AND d.datdba IN (SELECT a.role FROM acting a)

-- rule: CROFT403
-- title: A login of the application can become a powerful role
-- severity: error
-- scope: server
-- why: SET ROLE needs no password. Through membership, direct or by way of other roles, the login becomes owner of
--   tables or of the gate, reads all data, sees other sessions' statements, ends them, or runs programs.
-- fix: Revoke the membership.
SELECT DISTINCT format('role %I', pg_get_userbyid(a.login)) AS object,
  format('can act as %s%s', p.rolname, CASE WHEN p.why <> '' THEN ' (' || p.why || ')' ELSE '' END) AS detail,
  (SELECT format('REVOKE %I FROM %I', p.rolname, pg_get_userbyid(a.login))
   FROM pg_auth_members m WHERE m.roleid = p.oid AND m.member = a.login LIMIT 1) AS fix
FROM act a
JOIN (
  SELECT r.oid, r.rolname, concat_ws(', ', CASE WHEN r.rolsuper THEN 'SUPERUSER' END,
    CASE WHEN r.rolbypassrls THEN 'BYPASSRLS' END, CASE WHEN r.rolreplication THEN 'REPLICATION' END,
    CASE WHEN r.rolcreaterole THEN 'CREATEROLE' END) AS why
  FROM pg_roles r
  WHERE r.rolsuper OR r.rolbypassrls OR r.rolreplication OR r.rolcreaterole
    OR r.rolname IN ('croft_owner', 'croft_app_owner', 'croft_mover')
    OR r.rolname IN ('pg_read_all_data', 'pg_write_all_data', 'pg_monitor', 'pg_read_all_stats',
      'pg_read_all_settings', 'pg_stat_scan_tables', 'pg_signal_backend', 'pg_signal_autovacuum_worker',
      'pg_execute_server_program', 'pg_read_server_files', 'pg_write_server_files', 'pg_maintain',
      'pg_create_subscription', 'pg_checkpoint', 'pg_use_reserved_connections')) p
  ON p.oid = a.role
WHERE a.role <> a.login

-- rule: CROFT404
-- title: A setting of a login that Croft did not write
-- severity: error
-- scope: server
-- repair: yes
-- why: Any statement can run ALTER ROLE on its own login. local_preload_libraries = 'x' makes every new login fail;
--   search_path, role or default_transaction_read_only change what the next session does.
-- fix: Reset it. Startup options of the router win over such settings meanwhile.
SELECT format('role %I', r.rolname) AS object,
  format('%s%s', s.setting, CASE s.setdatabase WHEN 0 THEN '' ELSE format(' in database %I',
    (SELECT d.datname FROM pg_database d WHERE d.oid = s.setdatabase)) END) AS detail,
  format('ALTER ROLE %I%s RESET %I', r.rolname, CASE s.setdatabase WHEN 0 THEN '' ELSE format(' IN DATABASE %I',
    (SELECT d.datname FROM pg_database d WHERE d.oid = s.setdatabase)) END, split_part(s.setting, '=', 1)) AS fix
FROM (SELECT x.setdatabase, x.setrole, unnest(x.setconfig) AS setting FROM pg_db_role_setting x) s
JOIN pg_roles r ON r.oid = s.setrole
WHERE r.oid IN (SELECT a.role FROM acting a)
  OR (r.rolname LIKE 'croft\_%' AND (r.rolname, s.setting)
    <> ('croft_mover', 'idle_in_transaction_session_timeout=60s'))

-- rule: CROFT405
-- title: Somebody may set a parameter of superusers
-- severity: error
-- scope: server
-- repair: yes
-- why: Who may set the register is every tenant of the pool; session_replication_role switches triggers off. Such a
--   right is outside of every table and is not dumped by pg_dump.
-- fix: Revoke it; only croft_owner (register) and croft_mover (session_replication_role) need one.
SELECT format('parameter %I', p.parname) AS object, format('%s for %s', g.privilege_type, w.name) AS detail,
  format('REVOKE %s ON PARAMETER %I FROM %s', g.privilege_type, p.parname, w.name) AS fix
FROM pg_parameter_acl p
CROSS JOIN LATERAL aclexplode(p.paracl) g
CROSS JOIN LATERAL (
  SELECT CASE g.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(g.grantee)) END AS name) w
WHERE g.grantee <> 10 AND (p.parname, w.name, g.privilege_type) NOT IN (
  ('backtrace_functions', 'croft_owner', 'SET'), ('session_replication_role', 'croft_mover', 'SET'))

-- rule: CROFT406
-- title: A role that row security does not hold may log in
-- severity: warning
-- scope: server
-- why: A batch job or tool that connects with BYPASSRLS or REPLICATION works outside of every policy. Each is listed,
--   so that it is known; superusers are listed by PostgreSQL itself.
-- fix: Take the right away, or write into the ignore file why it is needed.
SELECT format('role %I', r.rolname) AS object, concat_ws(', ', CASE WHEN r.rolbypassrls THEN 'BYPASSRLS' END,
    CASE WHEN r.rolreplication THEN 'REPLICATION' END) AS detail, NULL AS fix
FROM pg_roles r
WHERE r.rolcanlogin AND NOT r.rolsuper AND (r.rolbypassrls OR r.rolreplication)
  AND r.rolname <> 'croft_mover' AND r.oid NOT IN (SELECT x.oid FROM runtime x)

-- rule: CROFT407
-- title: Somebody may become a login of the application
-- severity: error
-- scope: server
-- why: A member of a tenant's login is that tenant after SET ROLE, without its password.
-- fix: Revoke the membership.
SELECT format('role %I', r.rolname) AS object, format('%s is a member of it', x.rolname) AS detail,
  format('REVOKE %I FROM %I', r.rolname, x.rolname) AS fix
FROM runtime r
JOIN pg_auth_members m ON m.roleid = r.oid
JOIN pg_roles x ON x.oid = m.member
WHERE NOT x.rolsuper

-- rule: CROFT408
-- title: A role of the gate has other attributes than the gate gave it
-- severity: error
-- applies: gate
-- scope: server
-- repair: yes
-- why: croft_owner and croft_app_owner own everything, and nobody may log in as them; BYPASSRLS and REPLICATION
--   belong to the mover alone.
-- fix: Set them as the gate does.
SELECT format('role %I', r.rolname) AS object, concat_ws(', ', CASE WHEN r.rolsuper THEN 'SUPERUSER' END,
    CASE WHEN r.rolcanlogin <> w.login THEN CASE WHEN r.rolcanlogin THEN 'LOGIN' ELSE 'NOLOGIN' END END,
    CASE WHEN r.rolbypassrls AND NOT w.mover THEN 'BYPASSRLS' END,
    CASE WHEN r.rolcreaterole THEN 'CREATEROLE' END, CASE WHEN r.rolcreatedb THEN 'CREATEDB' END,
    CASE WHEN r.rolreplication AND NOT w.mover THEN 'REPLICATION' END) AS detail,
  format('ALTER ROLE %I NOSUPERUSER NOCREATEDB NOCREATEROLE INHERIT %s %s', r.rolname,
    CASE WHEN w.login THEN 'LOGIN' ELSE 'NOLOGIN' END,
    CASE WHEN w.mover THEN 'BYPASSRLS REPLICATION' ELSE 'NOBYPASSRLS NOREPLICATION' END) AS fix
FROM pg_roles r
JOIN (VALUES ('croft_owner', false, false), ('croft_app_owner', false, false), ('croft_pool', false, false),
  ('croft_limited', false, false), ('croft_tenants', false, false), ('croft_app', true, false), ('croft_mover', true, true)) w (name, login, mover)
  ON w.name = r.rolname
WHERE r.rolsuper OR r.rolcreaterole OR r.rolcreatedb OR r.rolcanlogin <> w.login
  OR ((r.rolbypassrls OR r.rolreplication) AND NOT w.mover)

-- rule: CROFT409
-- title: A membership among the roles of the gate that the gate did not make
-- severity: error
-- applies: gate
-- scope: server
-- why: Whoever is a member of croft_owner may write the register, of croft_app_owner may change every table.
-- fix: Revoke it.
SELECT format('role %I', g.rolname) AS object, format('%s is a member of it', m.rolname) AS detail,
  format('REVOKE %I FROM %I', g.rolname, m.rolname) AS fix
FROM pg_auth_members a
JOIN pg_roles g ON g.oid = a.roleid
JOIN pg_roles m ON m.oid = a.member
WHERE g.rolname IN ('croft_owner', 'croft_app_owner', 'croft_mover', 'croft_pool', 'croft_limited')
  AND NOT m.rolsuper
  -- Where there is no superuser, the administrator made these roles and owns the database.
  AND NOT (m.rolcreaterole AND EXISTS (
    SELECT FROM pg_database d WHERE d.datname = current_database() AND d.datdba = m.oid))
  AND (g.rolname, m.rolname) NOT IN (('croft_app_owner', 'croft_owner'), ('croft_app_owner', 'croft_mover'),
    ('croft_pool', 'croft_app'))
  AND NOT (g.rolname = 'croft_limited' AND m.rolname ~ '^croft_as_[a-z][a-z0-9_]*$')
UNION ALL
SELECT format('role %I', m.rolname), format('is a member of %s', g.rolname), format('REVOKE %I FROM %I', g.rolname, m.rolname)
FROM pg_auth_members a
JOIN pg_roles g ON g.oid = a.roleid
JOIN pg_roles m ON m.oid = a.member
WHERE m.rolname IN ('croft_owner', 'croft_app_owner', 'croft_pool', 'croft_limited', 'croft_tenants', 'croft_mover', 'croft_app')
  AND g.rolname NOT LIKE 't\_%'
  AND (g.rolname, m.rolname) NOT IN (('croft_app_owner', 'croft_owner'), ('croft_app_owner', 'croft_mover'),
    ('croft_pool', 'croft_app'), ('pg_signal_backend', 'croft_owner'), ('pg_read_all_stats', 'croft_owner'))

-- rule: CROFT410
-- title: A login has another password than Croft gave it
-- severity: error
-- scope: server
-- check: code
-- why: A password that two logins share lets one tenant log in as the other. Any login can also change its own, and
--   then the application is locked out of that home.
-- fix: Run croft gate upgrade for the server: it gives every login its own password again.
