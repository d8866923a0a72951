-- The tenant column, and the keys and indexes that must lead with it.

-- rule: CROFT201
-- title: A table of the application has no tenant column
-- severity: error
-- applies: gate
-- why: Its rows belong to nobody: no policy can keep them apart, and a move does not know whose they are.
-- fix: Add "tenant_id uuid NOT NULL DEFAULT croft.tenant()" in a migration, or declare the table as shared.
SELECT t.object, 'no column tenant_id' AS detail, NULL AS fix
FROM tab t WHERE t.kind IN ('pool', 'home') AND t.tenant_attnum IS NULL

-- rule: CROFT202
-- title: The tenant column may be null
-- severity: error
-- why: A row without a tenant is compared with NULL and hidden from everybody, or shown to everybody by a policy
--   that allows for it.
-- fix: Set the column NOT NULL. It scans the table, so it is not done by --fix.
SELECT t.object, format('column %I may be null', ${column}::text) AS detail,
  format('ALTER TABLE %s ALTER COLUMN %I SET NOT NULL', t.object, ${column}::text) AS fix
FROM tab t
WHERE t.kind IN ('pool', 'home') AND t.tenant_attnum IS NOT NULL AND NOT t.tenant_not_null

-- rule: CROFT203
-- title: The tenant column has the wrong type
-- severity: error
-- applies: gate
-- why: A cast between the column and the tenant keeps indexes from being used, and a text compares by a collation.
-- fix: Make it a uuid in a migration.
SELECT t.object, format('tenant_id is %s, expected uuid', format_type(t.tenant_type, NULL)) AS detail, NULL AS fix
FROM tab t
WHERE t.kind IN ('pool', 'home') AND t.tenant_attnum IS NOT NULL AND t.tenant_type <> 'uuid'::regtype

-- rule: CROFT204
-- title: The tenant column has the wrong default
-- severity: error
-- applies: gate
-- repair: yes
-- why: A constant or missing default makes an INSERT fail, or writes the row for whoever stands in the default.
-- fix: In the pool croft.tenant(); in a home the tenant's own identity.
SELECT t.object, format('default %s, expected %s', coalesce(d.text, 'missing'), w.text) AS detail,
  format('ALTER TABLE %s ALTER COLUMN tenant_id SET DEFAULT %s', t.object, w.text) AS fix
FROM tab t
CROSS JOIN LATERAL (
  SELECT CASE t.kind WHEN 'pool' THEN 'croft.tenant()' ELSE format('%L::uuid', t.tenant) END AS text) w
LEFT JOIN LATERAL (
  SELECT pg_get_expr(a.adbin, a.adrelid) AS text
  FROM pg_attrdef a WHERE a.adrelid = t.oid AND a.adnum = t.tenant_attnum) d ON true
WHERE t.kind IN ('pool', 'home') AND t.tenant_attnum IS NOT NULL AND d.text IS DISTINCT FROM w.text

-- rule: CROFT205
-- title: A key does not contain the tenant
-- severity: error
-- why: A unique index over all tenants answers whether a value exists anywhere: INSERT ... ON CONFLICT DO NOTHING
--   tells it silently, a waiting INSERT tells even what is not committed yet. One tenant can also block a value
--   for all others.
-- fix: Make the tenant column the first column of the key.
SELECT t.object, format('%s %I does not contain %I', CASE WHEN i.indisprimary THEN 'primary key'
    WHEN i.indisexclusion THEN 'exclusion constraint' ELSE 'unique index' END, x.relname, ${column}::text) AS detail,
  NULL AS fix
FROM tab t
JOIN pg_index i ON i.indrelid = t.oid AND (i.indisunique OR i.indisexclusion)
JOIN pg_class x ON x.oid = i.indexrelid
WHERE t.tenant_attnum IS NOT NULL AND NOT t.child
  AND NOT (t.tenant_attnum = ANY (i.indkey::smallint[]))
  AND NOT (i.indisprimary AND i.indnkeyatts = 1 AND EXISTS (
    SELECT FROM pg_attribute a WHERE a.attrelid = t.oid AND a.attnum = i.indkey[0] AND a.atttypid = 'uuid'::regtype))

-- rule: CROFT206
-- title: The primary key is a bare uuid
-- severity: warning
-- why: Values cannot be guessed, but a leaked id can be probed in another tenant, and foreign keys to it cannot
--   carry the tenant.
-- fix: Make the tenant column the first column of the key.
SELECT t.object, format('primary key %I is one uuid, without %I', x.relname, ${column}::text) AS detail, NULL AS fix
FROM tab t
JOIN pg_index i ON i.indrelid = t.oid AND i.indisprimary AND i.indnkeyatts = 1
JOIN pg_class x ON x.oid = i.indexrelid
JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = i.indkey[0] AND a.atttypid = 'uuid'::regtype
WHERE t.tenant_attnum IS NOT NULL AND NOT t.child AND i.indkey[0] <> t.tenant_attnum

-- rule: CROFT207
-- title: An index does not lead with the tenant
-- severity: error
-- why: Leakproof comparisons are pushed into the index before the policy is asked, so EXPLAIN ANALYZE ("Rows Removed
--   by Filter"), pg_stat_get_xact_tuples_fetched or plain timing count rows of others: another tenant's e-mail
--   address was read character by character in 110 queries, under perfect row security.
-- fix: Lead the index with the tenant column.
SELECT t.object, format('index %I leads with %s', x.relname,
    coalesce((SELECT format('%I', a.attname) FROM pg_attribute a
      WHERE a.attrelid = t.oid AND a.attnum = i.indkey[0]), 'an expression')) AS detail,
  CASE WHEN NOT i.indisunique AND NOT i.indisexclusion AND i.indnkeyatts = i.indnatts AND NOT t.child
      AND i.indexprs IS NULL AND i.indpred IS NULL
    THEN format('CREATE INDEX CONCURRENTLY ON %s USING %I (%I, %s); DROP INDEX CONCURRENTLY %I.%I',
      t.object, am.amname, ${column}::text,
      (SELECT string_agg(pg_get_indexdef(i.indexrelid, k, true), ', ' ORDER BY k)
       FROM generate_series(1, i.indnkeyatts) k
       WHERE i.indkey[k - 1] <> t.tenant_attnum), t.nspname, x.relname) END AS fix
FROM tab t
JOIN pg_index i ON i.indrelid = t.oid
JOIN pg_class x ON x.oid = i.indexrelid
JOIN pg_am am ON am.oid = x.relam
WHERE t.tenant_attnum IS NOT NULL AND t.kind IN ('pool', 'home') AND i.indkey[0] <> t.tenant_attnum
  AND NOT (t.child AND EXISTS (SELECT FROM pg_inherits h WHERE h.inhrelid = i.indexrelid))
  AND NOT ((i.indisunique OR i.indisexclusion) AND NOT t.child
    AND NOT (t.tenant_attnum = ANY (i.indkey::smallint[])))

-- rule: CROFT208
-- title: A foreign key between tenants' tables does not carry the tenant
-- severity: error
-- why: Referential checks run as the owner and see every row: a reference to another tenant's row is accepted, tells
--   that the row exists, and keeps its owner from deleting it.
-- fix: Reference (tenant, key) from (tenant, column).
SELECT t.object, format('%I references %s without the tenant', k.conname, o.object) AS detail, NULL AS fix
FROM tab t
JOIN pg_constraint k ON k.conrelid = t.oid AND k.contype = 'f' AND k.conparentid = 0
JOIN tab o ON o.oid = k.confrelid
WHERE t.tenant_attnum IS NOT NULL AND o.tenant_attnum IS NOT NULL
  AND NOT EXISTS (
    SELECT FROM unnest(k.conkey, k.confkey) AS pair (own, other)
    WHERE pair.own = t.tenant_attnum AND pair.other = o.tenant_attnum)

-- rule: CROFT209
-- title: A deletion cascades across tenants
-- severity: warning
-- why: With a foreign key that does not carry the tenant, deleting one's own row deletes or empties rows of others.
-- fix: Let the foreign key carry the tenant; then the cascade stays inside.
SELECT t.object, format('%I acts on DELETE or UPDATE of %s', k.conname, o.object) AS detail, NULL AS fix
FROM tab t
JOIN pg_constraint k ON k.conrelid = t.oid AND k.contype = 'f' AND k.conparentid = 0
JOIN tab o ON o.oid = k.confrelid
WHERE t.tenant_attnum IS NOT NULL AND (k.confdeltype IN ('c', 'n', 'd') OR k.confupdtype IN ('c', 'n', 'd'))
  AND NOT EXISTS (
    SELECT FROM unnest(k.conkey, k.confkey) AS pair (own, other)
    WHERE pair.own = t.tenant_attnum AND pair.other = o.tenant_attnum)

-- rule: CROFT210
-- title: Statistics are kept of a sensitive column
-- severity: warning
-- repair: yes
-- why: The planner's estimates come from the values of all tenants: EXPLAIN for a value that only a neighbour has
--   says 102 rows instead of 1. Columns whose comment holds "croft:sensitive" are checked.
-- fix: Keep no statistics of the column, and analyse the table anew.
SELECT format('%s.%I', t.object, a.attname) AS object, 'marked croft:sensitive, statistics are kept' AS detail,
  format('ALTER TABLE %s ALTER COLUMN %I SET STATISTICS 0', t.object, a.attname) AS fix
FROM pooled t
JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE col_description(t.oid, a.attnum) LIKE '%croft:sensitive%'
  AND coalesce(to_jsonb(a) ->> 'attstattarget', '-1') <> '0'

-- rule: CROFT211
-- title: An indexed column cannot use its index under row security
-- severity: warning
-- why: Only leakproof comparisons may be evaluated before the policy. Those of numeric, enum, jsonb, arrays, ranges and
--   tsvector are not, so the index narrows to the tenant and no further: 7 to 200 times slower in a large tenant.
-- fix: Index a column of a leakproof type (bigint of cents, text code), or move large tenants to a schema or database.
SELECT t.object, format('index %I: column %I is %s', x.relname, a.attname, format_type(a.atttypid, a.atttypmod)) AS detail,
  NULL AS fix
FROM pooled t
JOIN pg_index i ON i.indrelid = t.oid AND NOT i.indisprimary
JOIN pg_class x ON x.oid = i.indexrelid
CROSS JOIN LATERAL generate_series(2, i.indnkeyatts) k
JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = i.indkey[k - 1]
WHERE t.relrowsecurity AND NOT t.relispartition AND i.indkey[0] = t.tenant_attnum
  AND NOT EXISTS (
    SELECT FROM pg_amop o JOIN pg_operator op ON op.oid = o.amopopr JOIN pg_proc f ON f.oid = op.oprcode
    JOIN pg_opclass c ON c.opcfamily = o.amopfamily
    WHERE c.oid = i.indclass[k - 1] AND f.proleakproof AND o.amoppurpose = 's')

-- rule: CROFT212
-- title: A home's table is not pinned to its tenant
-- severity: error
-- applies: gate
-- repair: yes
-- why: The CHECK is what keeps a row of another tenant out of the home, also when a wrong copy or a stale router
--   brings it.
-- fix: Add the constraint. It scans the table once; NOT VALID and VALIDATE keep writers going meanwhile.
SELECT t.object, coalesce('constraint is ' || k.text, 'no constraint croft_tenant') AS detail,
  format('%sSELECT croft.protect_home_table(%L, %L, %s)',
    CASE WHEN k.text IS NOT NULL
      THEN format('SET LOCAL croft.mending = ''yes''; ALTER TABLE %s DROP CONSTRAINT croft_tenant; ', t.object)
      ELSE '' END, t.object, t.tenant, t.epoch) AS fix
FROM homed t
LEFT JOIN LATERAL (
  SELECT pg_get_constraintdef(c.oid) AS text FROM pg_constraint c
  WHERE c.conrelid = t.oid AND c.conname = 'croft_tenant') k ON true
WHERE t.tenant_attnum IS NOT NULL
  AND k.text IS DISTINCT FROM format('CHECK ((tenant_id = %L::uuid))', t.tenant)

-- rule: CROFT213
-- title: A table without a tenant column can be reached
-- severity: warning
-- why: Whatever it holds, every tenant sees it, and can change it where that is granted. Tables of reference data are
--   fine; a table that somebody forgot is not.
-- fix: Take the right to write from the application, or add the tenant column and a policy.
SELECT t.object, format('no column %I, %s', ${column}::text,
    CASE WHEN t.kind = 'other' THEN 'in a schema outside of the gate' ELSE 'row security is off' END) AS detail, NULL AS fix
FROM tab t
WHERE t.oid IN (SELECT r.oid FROM reached r)
  AND ((t.kind = 'pool' AND NOT ${gate}::boolean AND t.tenant_attnum IS NULL AND NOT t.relrowsecurity)
    OR t.kind = 'other')
