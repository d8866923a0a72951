-- Sessions, poolers and drivers: what one tenant leaves behind for the next.

-- rule: CROFT701
-- title: A transaction pooler hands on sessions as they were left
-- severity: error
-- check: code
-- why: With pool_mode = transaction and no reset after each transaction, the next tenant inherits prepared statements,
--   cursors, temporary tables, search_path and LISTEN of the one before. croft.enter refuses such a session; a plain
--   application does not. Read from the file given with --pgbouncer.
-- fix: Set server_reset_query = DISCARD ALL and server_reset_query_always = 1.

-- rule: CROFT702
-- title: The pooler swallows startup options
-- severity: error
-- check: code
-- why: Startup options are what neutralises ALTER ROLE ... SET on the login itself. ignore_startup_parameters = options
--   drops them without a word. Read from the file given with --pgbouncer.
-- fix: Remove options from ignore_startup_parameters, or set the same values in connect_query.

-- rule: CROFT703
-- title: The driver is in simple query mode
-- severity: error
-- check: code
-- why: With preferQueryMode=simple a composite sends separate messages: the statement runs although enter raised before
--   it, and seals stand as literals in pg_stat_activity and in logs. Read from --application-url.
-- fix: Remove preferQueryMode from the URL.

-- rule: CROFT704
-- title: The driver keeps many prepared statements
-- severity: warning
-- check: code
-- why: croft.enter looks at every prepared statement of the session: 0.2 us each, 49 us with 256. Read from
--   --application-url.
-- fix: Set preparedStatementCacheQueries to 64 or less.

-- rule: CROFT705
-- title: A session of the application holds temporary tables
-- severity: error
-- why: They outlive the transaction; on a pooled connection the next tenant finds them, first in its search path.
-- fix: End the session, and revoke TEMPORARY on the database.
SELECT format('%I.%I', n.nspname, c.relname) AS object, format('of %s', pg_get_userbyid(c.relowner)) AS detail,
  NULL AS fix
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname ~ '^pg_temp_' AND c.relkind IN ('r', 'v', 'S') AND c.relowner IN (SELECT a.role FROM acting a)

-- rule: CROFT706
-- title: A session of the application has just changed the session itself
-- severity: error
-- why: PREPARE, DEALLOCATE, DECLARE ... WITH HOLD, LISTEN and SET outlive the transaction. A prepared statement named
--   like the driver's own ran an attacker's query in the next tenant's context.
-- fix: End the session and look for the statement in the application; a data source of Croft refuses to go on with it.
SELECT format('session %s of %s', a.pid, a.usename) AS object,
  format('its last statement begins with %s', upper(substring(ltrim(a.query) FROM '^\w+(?:\s+\w+)?'))) AS detail,
  format('SELECT pg_terminate_backend(%s)', a.pid) AS fix
FROM pg_stat_activity a
WHERE a.datname = current_database() AND a.usesysid IN (SELECT x.oid FROM runtime x)
  AND (a.query ~* '^\s*(prepare|deallocate|listen)\s' OR a.query ~* '^\s*declare\s.*\swith\s+hold\s'
    OR a.query ~* '^\s*set\s+(session\s+)?(role|search_path|row_security|session\s+authorization)')

-- rule: CROFT707
-- title: There are large objects
-- severity: error
-- why: All tenants share one login, and a large object belongs to a login: lo_get and lo_put read and overwrite
--   those of others. Row security does not reach them, and a move does not carry them.
-- fix: Keep such data in bytea columns.
SELECT 'pg_largeobject_metadata' AS object, format('%s large objects', count(*)) AS detail, NULL AS fix
FROM pg_largeobject_metadata m
WHERE m.lomowner IN (SELECT a.role FROM acting a)
HAVING count(*) > 0

-- rule: CROFT708
-- title: Prepared transactions are allowed
-- severity: warning
-- scope: server
-- why: A prepared transaction outlives its session with all its locks; any session of the same login commits or rolls
--   back another tenant's, and a move waits for it without end.
-- fix: Set max_prepared_transactions = 0.
SELECT 'parameter max_prepared_transactions' AS object, format('is %s', s.setting) AS detail,
  'ALTER SYSTEM SET max_prepared_transactions = 0' AS fix
FROM pg_settings s WHERE s.name = 'max_prepared_transactions' AND s.setting <> '0'

-- rule: CROFT709
-- title: A prepared transaction is waiting
-- severity: error
-- scope: server
-- why: It holds its locks until somebody ends it, the lock of a tenant's home included.
-- fix: Commit it or roll it back, in its database.
SELECT format('transaction %s', quote_literal(p.gid)) AS object, format('of %s in %s since %s', p.owner, p.database,
    p.prepared) AS detail, NULL AS fix
FROM pg_prepared_xacts p

-- rule: CROFT710
-- title: A statement ran in autocommit, without a context of its own
-- severity: warning
-- applies: plain
-- why: A context that is set for one transaction is gone in the next. A statement outside of a transaction then runs
--   with none, or with what an earlier user of the connection left.
-- fix: Run each unit of work in a transaction that begins by setting its tenant.
SELECT format('session %s of %s', a.pid, a.usename) AS object,
  format('idle after %s outside of a transaction', upper(substring(ltrim(a.query) FROM '^\w+'))) AS detail, NULL AS fix
FROM pg_stat_activity a
WHERE a.datname = current_database() AND a.usesysid IN (SELECT x.oid FROM runtime x) AND a.state = 'idle'
  AND a.query ~* '^\s*(select|insert|update|delete|merge|with)\s' AND a.query !~* 'set_config'
