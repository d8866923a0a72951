-- Schema and database homes: one login each, and no door between them.

-- rule: CROFT801
-- title: One login can become several tenants
-- severity: error
-- applies: plain
-- why: A role per tenant behind one login is decoration: RESET ROLE; SET ROLE other reads every table, materialized
--   view, sequence and function that is granted to the other.
-- fix: Give each tenant a login of its own, and connect as it.
SELECT format('role %I', r.rolname) AS object,
  format('can act as %s roles that reach schemas of their own, for example %s', count(*), min(o.rolname)) AS detail,
  NULL AS fix
FROM runtime r
JOIN act a ON a.login = r.oid AND a.role <> r.oid
JOIN pg_roles o ON o.oid = a.role
WHERE EXISTS (
    SELECT FROM space s CROSS JOIN LATERAL aclexplode(s.nspacl) g
    WHERE g.grantee = o.oid AND g.grantee <> s.nspowner AND g.privilege_type = 'USAGE'
      AND NOT EXISTS (
        SELECT FROM aclexplode(s.nspacl) h
        WHERE h.grantee NOT IN (o.oid, s.nspowner) AND h.privilege_type = 'USAGE'))
GROUP BY r.rolname
HAVING count(*) > 1

-- rule: CROFT802
-- title: A home's table has row security
-- severity: warning
-- applies: gate
-- why: The login keeps tenants apart there. A policy adds nothing, and takes index use from every comparison that is not
--   leakproof: numeric, enum, jsonb, LIKE (7 to 200 times slower).
-- fix: Turn it off in the home, when its policies are not the application's own.
SELECT t.object, 'row security is on' AS detail, NULL AS fix
FROM homed t WHERE t.relrowsecurity

-- rule: CROFT803
-- title: PUBLIC may connect to a database
-- severity: error
-- scope: server
-- repair: yes
-- why: A tenant's login reaches databases that are not its own, template1 and postgres included, and creates
--   temporary tables there. PostgreSQL gives both rights to PUBLIC with every new database.
-- fix: Revoke them, and grant CONNECT to the roles that need it.
SELECT format('database %I', d.datname) AS object, format('%s for PUBLIC', string_agg(g.privilege_type, ', ')) AS detail,
  format('REVOKE ALL ON DATABASE %I FROM PUBLIC', d.datname) AS fix
FROM pg_database d CROSS JOIN LATERAL aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) g
WHERE g.grantee = 0 AND d.datallowconn AND d.datname <> 'template0'
  AND (${gate}::boolean OR d.datname = current_database() OR d.datname IN ('postgres', 'template1'))
GROUP BY d.datname

-- rule: CROFT804
-- title: A setting that everybody can read looks like a secret
-- severity: warning
-- scope: server
-- why: pg_db_role_setting is world-readable: every tenant's login reads what ALTER ROLE or ALTER DATABASE has set.
-- fix: Reset it, replace the secret, and keep it where only its user reads it.
SELECT coalesce('role ' || quote_ident(r.rolname), 'database ' || quote_ident(d.datname), 'all roles') AS object,
  format('%s is set', split_part(s.setting, '=', 1)) AS detail, NULL AS fix
FROM (SELECT x.setdatabase, x.setrole, unnest(x.setconfig) AS setting FROM pg_db_role_setting x) s
LEFT JOIN pg_roles r ON r.oid = s.setrole
LEFT JOIN pg_database d ON d.oid = s.setdatabase
WHERE s.setting ~* '(passw|secret|token|api_?key|private|credential)'
  AND s.setting !~* '^password_encryption='

-- rule: CROFT805
-- title: A home's login may connect to more than its own database
-- severity: error
-- applies: gate
-- scope: server
-- why: A login that is used for two databases carries one tenant's password, settings and rights into the other's.
-- fix: Revoke CONNECT there; make each home a login of its own.
SELECT format('role %I', r.rolname) AS object, format('may connect to %s', string_agg(DISTINCT d.datname, ', ')) AS detail,
  string_agg(DISTINCT format('REVOKE CONNECT ON DATABASE %I FROM %I', d.datname, r.rolname), '; ') AS fix
FROM runtime r
JOIN act a ON a.login = r.oid
CROSS JOIN pg_database d
CROSS JOIN LATERAL aclexplode(d.datacl) g
WHERE g.grantee = a.role AND g.privilege_type = 'CONNECT' AND r.rolname ~ '^t_[0-9a-f]{32}_[0-9]+(_[a-z][a-z0-9_]*)?$'
GROUP BY r.rolname
HAVING count(DISTINCT d.oid) > 1

-- rule: CROFT806
-- title: A home's login is a member of another role
-- severity: error
-- applies: gate
-- scope: server
-- why: Its rights are then more than those of its home: whatever the role may, the tenant may.
-- fix: Revoke the membership; only logins of schema homes are members, of croft_tenants.
SELECT format('role %I', r.rolname) AS object, format('is a member of %s', g.rolname) AS detail,
  format('REVOKE %I FROM %I', g.rolname, r.rolname) AS fix
FROM runtime r
JOIN pg_auth_members m ON m.member = r.oid
JOIN pg_roles g ON g.oid = m.roleid
WHERE r.rolname ~ '^t_[0-9a-f]{32}_[0-9]+(_[a-z][a-z0-9_]*)?$' AND g.rolname <> 'croft_tenants'

-- rule: CROFT807
-- title: A home that the gate does not know
-- severity: warning
-- applies: gate
-- why: A schema named like a home without a gate row was half made or half dropped. Its tables have no fence.
-- fix: Complete the tenant (croft tenant create with the same slug), or drop the schema when its tenant has left.
SELECT format('schema %I', s.nspname) AS object, 'no row in croft.gate' AS detail, NULL AS fix
FROM space s WHERE s.kind = 'other' AND s.nspname ~ '^t_[0-9a-f]{32}_[0-9]+$'
UNION ALL
SELECT format('database %I', current_database()), 'no row in croft.gate', NULL
WHERE current_database() ~ '^t_[0-9a-f]{32}_[0-9]+$' AND NOT EXISTS (SELECT FROM home)

-- rule: CROFT808
-- title: A gate row names a home that is not there
-- severity: error
-- applies: gate
-- why: The tenant's login finds nothing, and a login of that name made later would be let in.
-- fix: Restore the home from an archive, or remove the row when the tenant has left.
SELECT format('home of %s at epoch %s', h.tenant, h.epoch) AS object,
  concat_ws(' and ', CASE WHEN NOT EXISTS (SELECT FROM pg_namespace n WHERE n.nspname = h.schema_name)
    THEN format('no schema %I', h.schema_name) END,
    CASE WHEN NOT EXISTS (SELECT FROM pg_roles r WHERE r.rolname = h.login) THEN format('no role %I', h.login) END) AS detail,
  NULL AS fix
FROM home h
WHERE h.state <> 'moved'
  AND (NOT EXISTS (SELECT FROM pg_namespace n WHERE n.nspname = h.schema_name)
    OR NOT EXISTS (SELECT FROM pg_roles r WHERE r.rolname = h.login))

-- rule: CROFT809
-- title: One login is the identity of two homes
-- severity: error
-- applies: gate
-- why: croft.join and croft.tenant() find the home by the login: with two, one tenant is taken for the other.
-- fix: Make one of the homes anew; each has a login named by tenant and epoch.
SELECT format('role %I', g.login) AS object, format('named by %s gate rows', count(*)) AS detail, NULL AS fix
FROM croft.gate g WHERE g.isolation <> 'pool'
GROUP BY g.login HAVING count(*) > 1
UNION ALL
SELECT format('role %I', g.login), format('login of the home of %s at epoch %s', g.tenant, g.epoch), NULL
FROM croft.gate g
WHERE g.isolation <> 'pool' AND g.login <> format('t_%s_%s', replace(g.tenant::text, '-', ''), g.epoch)

-- rule: CROFT810
-- title: The gate and the catalog disagree about a home
-- severity: error
-- applies: gate
-- check: code
-- why: The router goes where the catalog says; the gate lets in whom its row names. A placement without an open gate row
--   is a tenant that cannot work; an open row without a placement is a second home that takes writes nobody will see.
-- fix: Resume or cancel the tenant's move; remove what the catalog does not know.

-- rule: CROFT811
-- title: A home or login that the catalog does not know
-- severity: warning
-- applies: gate
-- check: code
-- why: What nobody remembers nobody audits, and its login still has a password that can be derived.
-- fix: Drop it when its tenant has moved away or left; croft move status shows moves that have not been cleaned up.

-- rule: CROFT812
-- title: A role that is no home's login may connect to a database of the gate
-- severity: warning
-- applies: gate
-- scope: server
-- why: It is outside of what Croft made and checks: its rights are whatever somebody gave it.
-- fix: Revoke CONNECT, or write into the ignore file what it is for.
SELECT format('database %I', d.datname) AS object, format('CONNECT for %s', r.rolname) AS detail,
  format('REVOKE CONNECT ON DATABASE %I FROM %I', d.datname, r.rolname) AS fix
FROM pg_database d
CROSS JOIN LATERAL aclexplode(d.datacl) g
JOIN pg_roles r ON r.oid = g.grantee
WHERE g.privilege_type = 'CONNECT' AND (d.datname = 'croft_app' OR d.datname ~ '^t_[0-9a-f]{32}_[0-9]+$')
  AND NOT r.rolsuper AND g.grantee <> d.datdba AND r.rolname <> 'croft_mover'
  AND NOT (d.datname = 'croft_app' AND r.rolname IN ('croft_app', 'croft_pool', 'croft_limited', 'croft_tenants'))
  AND r.rolname <> d.datname AND r.rolname !~ ('^' || d.datname || '_[a-z][a-z0-9_]*$')

-- rule: CROFT813
-- title: A move has left a slot or a publication behind
-- severity: warning
-- applies: gate
-- check: code
-- repair: yes
-- why: A slot keeps the log of the server, of all tenants, until the disk is full. Who makes one has an open move in the
--   catalog; nobody comes back for the slot of another.
-- fix: Resume or cancel a move that has failed. What belongs to none, or to one that has ended, is dropped by the SQL of the
--   finding.
