-- The server: version, authentication, logging, and what a restore forgets.

-- rule: CROFT901
-- title: PostgreSQL lacks a fix for row security
-- severity: error
-- scope: server
-- why: Before 15.14, 16.10 and 17.6 statistics of rows that policies hide could be read through partitions and
--   inheritance (CVE-2025-8713); older ones also lack CVE-2024-10976 (plans kept across roles), CVE-2024-4317,
--   CVE-2023-39418 (MERGE) and CVE-2023-2455.
-- fix: Install the newest minor version of this major version.
SELECT 'server' AS object, format('PostgreSQL %s, expected %s or later', v.text, coalesce(f.major || '.' || f.floor,
    '15.14')) AS detail, NULL AS fix
FROM (SELECT current_setting('server_version_num')::int AS num, current_setting('server_version') AS text) v
LEFT JOIN (VALUES (15, 14), (16, 10), (17, 6), (18, 0)) f (major, floor) ON f.major = v.num / 10000
WHERE v.num < 150000 OR v.num % 10000 < f.floor

-- rule: CROFT902
-- title: PostgreSQL is not the newest minor version known
-- severity: warning
-- scope: server
-- why: Minor versions are the only way that security fixes come: 15.18 and its sisters close memory disclosure by any
--   SQL user (CVE-2026-6472 and those beside it), 15.16 the planner's selectivity estimator (CVE-2026-2004).
-- fix: Install it; a minor version needs a restart and no dump.
SELECT 'server' AS object, format('PostgreSQL %s, known is %s.%s', v.text, f.major, f.newest) AS detail, NULL AS fix
FROM (SELECT current_setting('server_version_num')::int AS num, current_setting('server_version') AS text) v
JOIN (VALUES (15, 14, 18), (16, 10, 14), (17, 6, 10), (18, 0, 4)) f (major, floor, newest) ON f.major = v.num / 10000
WHERE v.num % 10000 >= f.floor AND v.num % 10000 < f.newest

-- rule: CROFT903
-- title: The script against CVE-2024-4317 was not run in this database
-- severity: error
-- why: A minor update does not change the views of databases that exist: pg_stats_ext and pg_stats_ext_exprs go on
--   showing extended statistics of tables that the reader does not own.
-- fix: Run fix-CVE-2024-4317.sql of the release in every database, template0 and template1 included.
SELECT format('view pg_catalog.%I', c.relname) AS object, 'does not ask who owns the table' AS detail, NULL AS fix
FROM pg_class c
WHERE c.relnamespace = 'pg_catalog'::regnamespace AND c.relname IN ('pg_stats_ext', 'pg_stats_ext_exprs')
  AND c.relkind = 'v' AND pg_get_viewdef(c.oid) !~ 'pg_has_role\(c\.relowner'

-- rule: CROFT904
-- title: Some comparisons of a type are leakproof and others are not
-- severity: error
-- why: A set of functions marked LEAKPROOF by an administrator is lost by pg_upgrade and initdb. A half-marked set gives
--   plans that nobody expects.
-- fix: Mark all of the type's comparisons again, or none.
SELECT format('type %s', f.type) AS object, format('%s of %s comparisons are leakproof', count(*) FILTER (WHERE f.proleakproof),
    count(*)) AS detail, NULL AS fix
FROM (
  SELECT p.proleakproof, regexp_replace(p.proname, '_(eq|ne|lt|le|gt|ge)$', '') AS type
  FROM pg_proc p
  WHERE p.pronamespace = 'pg_catalog'::regnamespace
    AND p.proname ~ '^(numeric|enum|jsonb|array|range)_(eq|ne|lt|le|gt|ge)$') f
GROUP BY f.type
HAVING count(*) FILTER (WHERE f.proleakproof) NOT IN (0, count(*))

-- rule: CROFT905
-- title: The host-based rules let anybody in from anywhere
-- severity: error
-- scope: server
-- why: trust asks for no password: whoever reaches the port is any tenant. A line for all databases, all users and all
--   addresses lets a tenant's login try every database from everywhere.
-- fix: Name databases, users and networks in pg_hba.conf; never trust over the network.
SELECT format('pg_hba.conf line %s', h.line_number) AS object,
  format('%s %s %s %s %s', h.type, array_to_string(h.database, ','), array_to_string(h.user_name, ','),
    coalesce(h.address, ''), h.auth_method) AS detail, NULL AS fix
FROM pg_hba_file_rules h
WHERE h.type <> 'local' AND h.error IS NULL AND h.auth_method <> 'reject'
  AND (h.auth_method = 'trust'
    OR ('all' = ANY (h.database) AND 'all' = ANY (h.user_name)
        AND (h.address IN ('all', '0.0.0.0', '::') AND coalesce(h.netmask, '0.0.0.0') IN ('0.0.0.0', '::'))))

-- rule: CROFT906
-- title: Bound parameters are written to the log
-- severity: error
-- scope: server
-- why: Seals travel as bound parameters. A log that shows them lets its readers replay one within its seconds, and
--   shows tenants' data.
-- fix: Set log_parameter_max_length and log_parameter_max_length_on_error to 0.
SELECT 'parameter ' || s.name AS object, format('is %s while %s', s.setting, x.why) AS detail,
  format('ALTER SYSTEM SET %I = 0', s.name) AS fix
FROM pg_settings s
CROSS JOIN LATERAL (
  SELECT CASE WHEN s.name = 'log_parameter_max_length_on_error' THEN 'errors are logged'
    ELSE (SELECT string_agg(l.name || ' = ' || l.setting, ', ') FROM pg_settings l
      WHERE (l.name = 'log_statement' AND l.setting = 'all')
        OR (l.name IN ('log_min_duration_statement', 'log_min_duration_sample') AND l.setting <> '-1')
        OR (l.name = 'log_transaction_sample_rate' AND l.setting <> '0')) END AS why) x
WHERE s.name IN ('log_parameter_max_length', 'log_parameter_max_length_on_error') AND s.setting <> '0'
  AND x.why IS NOT NULL

-- rule: CROFT907
-- title: The gate's owner may not set the register
-- severity: error
-- applies: gate
-- scope: server
-- repair: yes
-- why: The right stands in pg_parameter_acl, which pg_dumpall carries and pg_dump does not: after a restore no tenant of
--   the pool can enter.
-- fix: Grant it again.
SELECT 'parameter backtrace_functions' AS object, 'croft_owner may not set it' AS detail,
  'GRANT SET ON PARAMETER backtrace_functions TO croft_owner' AS fix
WHERE EXISTS (SELECT FROM croft.installation i WHERE i.register = 'parameter')
  AND NOT has_parameter_privilege('croft_owner', 'backtrace_functions', 'SET')

-- rule: CROFT908
-- title: A login of the application uses a password
-- severity: info
-- scope: server
-- why: The login itself can change its password with ALTER ROLE; a certificate cannot be changed by SQL. Croft derives
--   long passwords and gives them out nowhere.
-- fix: Use the methods cert or gss for these logins in pg_hba.conf.
SELECT format('role %I', r.rolname) AS object, format('method %s (pg_hba.conf line %s)', h.auth_method, h.line_number) AS detail,
  NULL AS fix
FROM runtime r
CROSS JOIN LATERAL (
  SELECT h.auth_method, h.line_number FROM pg_hba_file_rules h
  WHERE h.type <> 'local' AND h.auth_method = 'scram-sha-256'
    AND (h.user_name && ARRAY['all', r.rolname::text]) AND NOT 'replication' = ANY (h.database)
  ORDER BY h.line_number LIMIT 1) h
WHERE r.rolname !~ '^t_[0-9a-f]{32}_[0-9]+(_[a-z][a-z0-9_]*)?$'

-- rule: CROFT909
-- title: Passwords travel in a form that can be stolen
-- severity: warning
-- scope: server
-- why: The method password sends it as it is; md5 can be replayed by whoever reads pg_authid or a backup.
-- fix: Use scram-sha-256, cert or gss, and password_encryption = scram-sha-256.
SELECT format('pg_hba.conf line %s', h.line_number) AS object, format('method %s', h.auth_method) AS detail, NULL AS fix
FROM pg_hba_file_rules h WHERE h.auth_method IN ('password', 'md5', 'ident')
UNION ALL
SELECT 'parameter password_encryption', format('is %s', s.setting),
  'ALTER SYSTEM SET password_encryption = ''scram-sha-256'''
FROM pg_settings s WHERE s.name = 'password_encryption' AND s.setting <> 'scram-sha-256'

-- rule: CROFT910
-- title: Statements of all tenants can be read in pg_stat_statements
-- severity: warning
-- why: Sessions of one login see each other's texts there, with the literals of SET and of other utility statements.
-- fix: Revoke the view and its function from PUBLIC.
SELECT format('%I.%I', n.nspname, c.relname) AS object, 'SELECT for PUBLIC' AS detail,
  format('REVOKE SELECT ON %I.%I FROM PUBLIC', n.nspname, c.relname) AS fix
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
CROSS JOIN LATERAL aclexplode(c.relacl) g
WHERE c.relname = 'pg_stat_statements' AND c.relkind = 'v' AND g.grantee = 0 AND g.privilege_type = 'SELECT'

-- rule: CROFT911
-- title: Row security or its guards are switched off for everybody
-- severity: error
-- scope: server
-- why: session_replication_role = replica stops ordinary triggers and foreign keys; row_security = off makes every
--   statement of the application fail.
-- fix: Reset it in postgresql.conf, of the database or of the role.
SELECT 'parameter ' || s.name AS object, format('is %s', s.reset_val) AS detail,
  format('ALTER SYSTEM RESET %I', s.name) AS fix
FROM pg_settings s
WHERE (s.name = 'session_replication_role' AND s.reset_val <> 'origin')
  OR (s.name = 'row_security' AND s.reset_val <> 'on')
  OR (s.name = 'standard_conforming_strings' AND s.reset_val <> 'on')
UNION ALL
SELECT coalesce('database ' || quote_ident(d.datname), 'all databases'), s.setting, NULL
FROM (SELECT x.setdatabase, x.setrole, unnest(x.setconfig) AS setting FROM pg_db_role_setting x) s
LEFT JOIN pg_database d ON d.oid = s.setdatabase
WHERE s.setrole = 0 AND s.setting ~ '^(session_replication_role|row_security|standard_conforming_strings|search_path|role)='
