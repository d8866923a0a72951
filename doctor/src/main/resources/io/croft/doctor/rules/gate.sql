-- The gate itself: keys, register, functions.

-- rule: CROFT601
-- title: A table of the gate can be read or written
-- severity: error
-- applies: gate
-- repair: yes
-- why: Who reads croft.seal_key can make a seal for any tenant; who writes croft.gate opens, closes and moves homes.
-- fix: Revoke it. Then rotate the key: it may have been read.
SELECT r.object, format('%s for %s', string_agg(DISTINCT g.privilege_type, ', '), w.name) AS detail,
  format('REVOKE %s ON %s FROM %s',
    string_agg(DISTINCT g.privilege_type || coalesce(' (' || quote_ident(g.attname) || ')', ''), ', '), r.object, w.name) AS fix
FROM rel r
JOIN rel_grant g ON g.oid = r.oid
CROSS JOIN LATERAL (
  SELECT CASE g.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(g.grantee)) END AS name) w
WHERE r.kind = 'gate' AND (r.relname, w.name, g.privilege_type) NOT IN (('gate', 'croft_mover', 'SELECT'), ('mark', 'croft_mover', 'SELECT'),
    ('shared_table', 'croft_mover', 'SELECT'), ('shared_table', 'croft_app_owner', 'SELECT'),
    ('access', 'croft_app_owner', 'SELECT'), ('access_right', 'croft_app_owner', 'SELECT'),
    ('home_login', 'croft_app_owner', 'SELECT'))
  AND NOT EXISTS (
    SELECT FROM pg_roles s WHERE s.oid = g.grantee AND s.rolsuper)
GROUP BY r.object, w.name

-- rule: CROFT602
-- title: Something in the schema of the gate is not its owner's
-- severity: error
-- applies: gate
-- repair: yes
-- why: The owner may replace the functions that decide who a tenant is.
-- fix: Give it back to croft_owner.
SELECT format('schema %I', s.nspname) AS object, format('owned by %s', pg_get_userbyid(s.nspowner)) AS detail,
  format('ALTER SCHEMA %I OWNER TO croft_owner', s.nspname) AS fix
FROM space s WHERE s.kind = 'gate' AND pg_get_userbyid(s.nspowner) <> 'croft_owner'
UNION ALL
SELECT r.object, format('owned by %s', pg_get_userbyid(r.relowner)), format('ALTER TABLE %s OWNER TO croft_owner', r.object)
FROM rel r WHERE r.kind = 'gate' AND pg_get_userbyid(r.relowner) <> 'croft_owner'
UNION ALL
SELECT f.object, format('owned by %s', pg_get_userbyid(f.proowner)), format('ALTER FUNCTION %s OWNER TO croft_owner', f.object)
FROM routine f WHERE f.kind = 'gate' AND pg_get_userbyid(f.proowner) <> 'croft_owner'

-- rule: CROFT603
-- title: No seal key is live
-- severity: error
-- applies: gate
-- why: Every croft.enter is refused: no tenant of the pool can work.
-- fix: Store a key, as the preparation of the server does.
SELECT 'croft.seal_key' AS object, format('%s keys, none of them live', count(*)) AS detail, NULL AS fix
FROM croft.seal_key k
HAVING count(*) FILTER (WHERE k.not_after > now()) = 0
  AND EXISTS (SELECT FROM croft.gate g WHERE g.isolation = 'pool' AND g.state = 'open')

-- rule: CROFT604
-- title: More than two seal keys are live
-- severity: warning
-- applies: gate
-- why: A rotation needs the old key and the new one. Each further live key is one more that may have leaked.
-- fix: End the keys that nobody signs with any more.
SELECT 'croft.seal_key' AS object, format('%s live keys', count(*)) AS detail, NULL AS fix
FROM croft.seal_key k WHERE k.not_after > now() HAVING count(*) > 2

-- rule: CROFT605
-- title: A seal key does not have the length of an HMAC pad
-- severity: error
-- applies: gate
-- why: The verification concatenates the pad and the message. A shorter pad lets bytes of the message stand for bytes
--   of the key.
-- fix: Store the key anew; restore the CHECK constraints of the table.
SELECT 'croft.seal_key' AS object, format('key %s has pads of %s and %s bytes, expected 64', k.kid,
    octet_length(k.inner_pad), octet_length(k.outer_pad)) AS detail, NULL AS fix
FROM croft.seal_key k WHERE octet_length(k.inner_pad) <> 64 OR octet_length(k.outer_pad) <> 64
UNION ALL
SELECT 'croft.seal_key', format('%s of 2 CHECK constraints on the pads', count(*)), NULL
FROM pg_constraint c
WHERE c.conrelid = 'croft.seal_key'::regclass AND c.contype = 'c' AND c.convalidated
  AND pg_get_constraintdef(c.oid) ~ 'octet_length\((inner|outer)_pad\) = 64'
HAVING count(*) < 2

-- rule: CROFT606
-- title: A seal key never ends
-- severity: info
-- applies: gate
-- why: A key that leaks is good for ever unless somebody ends it.
-- fix: Rotate keys: store a second, sign with it, end the first.
SELECT 'croft.seal_key' AS object, format('key %s has no end', k.kid) AS detail, NULL AS fix
FROM croft.seal_key k WHERE k.not_after = 'infinity'

-- rule: CROFT607
-- title: A function of the gate is not the one that was shipped
-- severity: error
-- applies: gate
-- check: code
-- repair: yes
-- why: One condition less in croft.enter accepts a forged, expired or stolen seal (its longest life is 120 s); one lock
--   less loses writes in a move. Text, volatility, parallel mode, SECURITY DEFINER, settings and rights are compared.
-- fix: Install the gate anew; it replaces functions in one transaction and keeps keys and homes.

-- rule: CROFT608
-- title: The function that names the tenant has the wrong properties
-- severity: error
-- applies: gate
-- why: IMMUTABLE would keep one tenant's value in another's plan; VOLATILE calls it for each row; PARALLEL UNSAFE
--   forbids parallel plans.
-- fix: STABLE PARALLEL SAFE for both forms of the register, RESTRICTED where it reads sequences.
SELECT f.object, format('volatility %s, parallel %s', f.provolatile, f.proparallel) AS detail, NULL AS fix
FROM routine f
WHERE f.kind = 'gate' AND f.proname = 'tenant' AND (f.provolatile <> 's' OR f.proparallel = 'u')

-- rule: CROFT609
-- title: The register is set outside of a transaction
-- severity: error
-- scope: server
-- applies: gate
-- why: A value of backtrace_functions in postgresql.conf, of a database or of a role makes every session be that tenant,
--   or makes every croft.enter fail with TN004.
-- fix: Reset it and reload.
SELECT 'parameter backtrace_functions' AS object, format('set in %s', s.source) AS detail,
  'ALTER SYSTEM RESET backtrace_functions' AS fix
FROM pg_settings s WHERE s.name = 'backtrace_functions' AND s.reset_val <> ''
UNION ALL
SELECT 'parameter backtrace_functions', format('set for %s%s', coalesce('role ' || r.rolname, 'all roles'),
    coalesce(' in database ' || d.datname, '')), NULL
FROM (SELECT x.setdatabase, x.setrole, unnest(x.setconfig) AS setting FROM pg_db_role_setting x) s
LEFT JOIN pg_roles r ON r.oid = s.setrole
LEFT JOIN pg_database d ON d.oid = s.setdatabase
WHERE s.setting LIKE 'backtrace\_functions=%'

-- rule: CROFT610
-- title: An object in the schema of the gate that the gate did not make
-- severity: error
-- applies: gate
-- check: code
-- why: It lives where croft_owner's rights live, and a second form of a function can be chosen instead of the shipped
--   one by the types of its arguments.
-- fix: Drop it, after you know what it is.

-- rule: CROFT611
-- title: The gate has another version than this Croft
-- severity: error
-- applies: gate
-- check: code
-- why: What an older gate does not know it does not refuse, and its functions cannot be compared with those shipped.
-- fix: Install the gate anew with this Croft, or use the newer Croft.

-- rule: CROFT612
-- title: The server withholds something from the gate
-- severity: warning
-- applies: gate
-- check: code
-- why: Without a superuser the gate cannot have all its defences and abilities; each is named with what follows from it.
-- fix: Let a superuser prepare the server, or accept the consequence in the ignore file.

-- rule: CROFT613
-- title: New tables are not protected when they are made
-- severity: error
-- applies: gate
-- repair: yes
-- why: The event triggers of the gate protect a table in the command that makes it, and refuse to take its policies and
--   guard away. Without them the next migration leaves a table open until somebody sweeps.
-- fix: Enable them; install the gate anew when one is missing.
SELECT format('event trigger %I', w.name) AS object,
  CASE WHEN e.oid IS NULL THEN 'is missing'
       WHEN e.evtenabled NOT IN ('O', 'A') THEN 'is disabled'
       ELSE format('is not as shipped: %s, owned by %s', e.evtfoid::regproc, pg_get_userbyid(e.evtowner)) END AS detail,
  CASE WHEN e.evtenabled NOT IN ('O', 'A') THEN format('ALTER EVENT TRIGGER %I ENABLE', w.name) END AS fix
FROM (VALUES ('croft_keep_protected', 'croft.keep_protected', 'ddl_command_end', 20),
  ('croft_keep_defences', 'croft.keep_defences', 'sql_drop', 3)) w (name, function, event, tags)
LEFT JOIN pg_event_trigger e ON e.evtname = w.name
WHERE e.oid IS NULL OR e.evtenabled NOT IN ('O', 'A') OR e.evtevent <> w.event
  OR cardinality(e.evttags) <> w.tags OR e.evtfoid IS DISTINCT FROM to_regproc(w.function)::oid
  OR NOT (SELECT r.rolsuper FROM pg_roles r WHERE r.oid = e.evtowner)
