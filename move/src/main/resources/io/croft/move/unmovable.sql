-- What of the tables of a schema no move can carry: object, problem, fix.
WITH RECURSIVE relation AS (
  SELECT t, c.reltype FROM croft.app_tables(?) t JOIN pg_class c ON c.oid = t
),
-- A column's type, and what it is made of.
part (t, attnum, name, type) AS (
  SELECT r.t, a.attnum, a.attname, a.atttypid
  FROM relation r JOIN pg_attribute a ON a.attrelid = r.t AND a.attnum > 0 AND NOT a.attisdropped
  UNION
  SELECT p.t, p.attnum, p.name, made.type
  FROM part p JOIN pg_type y ON y.oid = p.type
  CROSS JOIN LATERAL (
    SELECT y.typelem AS type WHERE y.typcategory = 'A'
    UNION ALL
    SELECT y.typbasetype WHERE y.typtype = 'd'
    UNION ALL
    SELECT g.rngsubtype FROM pg_range g WHERE g.rngtypid = y.oid OR g.rngmultitypid = y.oid
    UNION ALL
    SELECT a.atttypid FROM pg_attribute a WHERE a.attrelid = y.typrelid AND a.attnum > 0 AND NOT a.attisdropped
  ) made
)
-- Names of text searches, dictionaries and collations mean the same everywhere.
SELECT format('%s.%I', p.t, p.name),
       format('holds the type %s, whose values mean nothing in another database', format_type(p.type, NULL)),
       'keep a name in it, as text'
FROM part p
WHERE p.type = ANY (ARRAY['regclass', 'regnamespace', 'regoper', 'regoperator', 'regproc', 'regprocedure',
  'regrole', 'regtype', 'aclitem']::regtype[])
UNION ALL
SELECT format('%s.%I', p.t, p.name), format('holds the type %s, of which no text can be read', format_type(p.type, NULL)),
       'drop the column'
FROM part p
WHERE p.type = ANY (ARRAY['pg_node_tree', 'pg_ndistinct', 'pg_dependencies', 'pg_mcv_list', 'gtsvector',
  'pg_brin_bloom_summary', 'pg_brin_minmax_multi_summary']::regtype[])
UNION ALL
SELECT r.t::text,
       format('has the trigger %I, which fires for rows that are copied, too', g.tgname),
       format('ALTER TABLE %s ENABLE TRIGGER %I', r.t, g.tgname)
FROM relation r JOIN pg_trigger g ON g.tgrelid = r.t
WHERE NOT g.tgisinternal AND g.tgenabled IN ('A', 'R') AND g.tgname <> 'croft_guard'
UNION ALL
SELECT r.t::text,
       format('has the constraint %I, which is not valid: there may be rows that cannot be copied', k.conname),
       format('ALTER TABLE %s VALIDATE CONSTRAINT %I, or drop it', r.t, k.conname)
FROM relation r JOIN pg_constraint k ON k.conrelid = r.t
WHERE k.contype IN ('c', 'n') AND NOT k.convalidated
UNION ALL
SELECT DISTINCT format_type(k.contypid, NULL),
       format('has the constraint %I, which is not valid: there may be values that cannot be copied', k.conname),
       format('ALTER DOMAIN %s VALIDATE CONSTRAINT %I, or drop it', format_type(k.contypid, NULL), k.conname)
FROM part p JOIN pg_constraint k ON k.contypid = p.type
WHERE NOT k.convalidated
ORDER BY 1, 2
