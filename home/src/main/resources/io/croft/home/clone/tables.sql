-- One CREATE TABLE for each table, partitioned table and partition of the current schema, with what can
-- stand inside it. Partitions are created on their own and attached later, so that all names are kept.
-- The character U+0001 stands for the quoted name of the new schema.
WITH relation AS (
  SELECT c.tableoid, c.* FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
   WHERE n.nspname = current_schema() AND c.relkind IN ('r', 'p')
),
identity_sequence AS (
  SELECT d.refobjid AS relid, d.refobjsubid AS attnum,
         format('(SEQUENCE NAME %s.%I START WITH %s INCREMENT BY %s MINVALUE %s MAXVALUE %s CACHE %s %s)',
           chr(1), q.relname, s.seqstart, s.seqincrement, s.seqmin, s.seqmax, s.seqcache,
           CASE WHEN s.seqcycle THEN 'CYCLE' ELSE 'NO CYCLE' END) AS options
    FROM pg_depend d
    JOIN pg_sequence s ON s.seqrelid = d.objid
    JOIN pg_class q ON q.oid = s.seqrelid
   WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass AND d.deptype = 'i'
),
element AS (
  SELECT a.attrelid AS relid, a.attnum::int AS position, a.attname AS name,
         format('%I %s%s%s%s%s', a.attname, format_type(a.atttypid, a.atttypmod),
           CASE a.attcompression WHEN 'p' THEN ' COMPRESSION pglz' WHEN 'l' THEN ' COMPRESSION lz4' ELSE '' END,
           CASE WHEN a.attcollation <> 0 AND a.attcollation <> t.typcollation
                THEN ' COLLATE ' || a.attcollation::regcollation ELSE '' END,
           CASE
             WHEN i.relid IS NOT NULL THEN format(' GENERATED %s AS IDENTITY %s',
               CASE a.attidentity WHEN 'a' THEN 'ALWAYS' ELSE 'BY DEFAULT' END, i.options)
             WHEN a.attgenerated = 's' THEN format(' GENERATED ALWAYS AS (%s) STORED', pg_get_expr(f.adbin, f.adrelid))
             WHEN a.attgenerated = 'v' THEN format(' GENERATED ALWAYS AS (%s) VIRTUAL', pg_get_expr(f.adbin, f.adrelid))
             WHEN f.oid IS NOT NULL THEN ' DEFAULT ' || pg_get_expr(f.adbin, f.adrelid)
             ELSE '' END,
           CASE WHEN a.attnotnull AND NOT EXISTS (SELECT FROM pg_constraint n WHERE n.conrelid = a.attrelid
                       AND n.contype = 'n' AND n.conkey[1] = a.attnum) THEN ' NOT NULL' ELSE '' END) AS ddl
    FROM pg_attribute a
    JOIN relation r ON r.oid = a.attrelid
    JOIN pg_type t ON t.oid = a.atttypid
    LEFT JOIN pg_attrdef f ON f.adrelid = a.attrelid AND f.adnum = a.attnum
    LEFT JOIN identity_sequence i ON i.relid = a.attrelid AND i.attnum = a.attnum
   WHERE a.attnum > 0 AND NOT a.attisdropped
  UNION ALL
  SELECT k.conrelid, 10000, k.conname, format('CONSTRAINT %I %s', k.conname, pg_get_constraintdef(k.oid))
    FROM pg_constraint k JOIN relation r ON r.oid = k.conrelid
   WHERE k.contype IN ('p', 'u', 'x', 'c', 'n') AND k.convalidated
),
option AS (
  SELECT o.relid, string_agg(format('%s=%L', split_part(o.item, '=', 1), substr(o.item, strpos(o.item, '=') + 1)),
           ', ' ORDER BY o.item) AS list
    FROM (SELECT r.oid AS relid, unnest(r.reloptions) AS item FROM relation r
          UNION ALL
          SELECT r.oid, 'toast.' || unnest(t.reloptions) FROM relation r JOIN pg_class t ON t.oid = r.reltoastrelid) o
   GROUP BY o.relid
)
SELECT r.tableoid, r.oid,
       format('CREATE %sTABLE %I (%s)%s%s%s',
         CASE r.relpersistence WHEN 'u' THEN 'UNLOGGED ' ELSE '' END,
         r.relname,
         (SELECT string_agg(e.ddl, ', ' ORDER BY e.position, e.name) FROM element e WHERE e.relid = r.oid),
         CASE r.relkind WHEN 'p' THEN ' PARTITION BY ' || pg_get_partkeydef(r.oid) ELSE '' END,
         ' USING ' || quote_ident(m.amname),
         ' WITH (' || o.list || ')')
  FROM relation r
  LEFT JOIN pg_am m ON m.oid = r.relam
  LEFT JOIN option o ON o.relid = r.oid
 ORDER BY r.oid
