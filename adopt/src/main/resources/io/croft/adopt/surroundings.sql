-- What the report tells of what lies around the tables: the subject, the names.
SELECT 'extensions' AS subject,
       string_agg(e.extname, ', ' ORDER BY e.extname) AS names
  FROM pg_extension e WHERE e.extname <> 'plpgsql'
UNION ALL
SELECT 'sequences', nullif(count(*), 0) || ' in all'
  FROM pg_sequence q JOIN pg_class c ON c.oid = q.seqrelid
 WHERE c.relnamespace = quote_ident(current_schema())::regnamespace AND c.relname <> 'croft_canary_id_seq'
UNION ALL
SELECT 'short-sequences', string_agg(format('%s', q.seqrelid::regclass), ', ' ORDER BY c.relname)
  FROM pg_sequence q JOIN pg_class c ON c.oid = q.seqrelid
 WHERE c.relnamespace = quote_ident(current_schema())::regnamespace AND q.seqmax <= 2147483647 AND NOT q.seqcycle
UNION ALL
SELECT 'rights', string_agg(c.oid::regclass::text, ', ' ORDER BY c.relname)
  FROM pg_class c
 WHERE c.relnamespace = quote_ident(current_schema())::regnamespace AND c.relkind IN ('r', 'p', 'v', 'S')
   AND EXISTS (SELECT FROM aclexplode(c.relacl) g WHERE g.grantee <> c.relowner)
   AND to_regnamespace('croft') IS NULL
UNION ALL
SELECT 'unlogged', string_agg(c.oid::regclass::text, ', ' ORDER BY c.relname)
  FROM pg_class c
 WHERE c.relnamespace = quote_ident(current_schema())::regnamespace AND c.relkind IN ('r', 'p') AND c.relpersistence = 'u'
UNION ALL
SELECT 'large-objects', string_agg(format('%s.%I', c.oid::regclass, a.attname), ', ' ORDER BY c.relname, a.attnum)
  FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
 WHERE c.relnamespace = quote_ident(current_schema())::regnamespace AND c.relkind IN ('r', 'p')
   AND (a.atttypid = 'oid'::regtype OR format_type(a.atttypid, NULL) IN ('lo', 'public.lo'))
UNION ALL
SELECT 'updatable views', string_agg(c.oid::regclass::text, ', ' ORDER BY c.relname)
  FROM pg_class c
 WHERE c.relnamespace = quote_ident(current_schema())::regnamespace AND c.relkind = 'v'
   AND pg_relation_is_updatable(c.oid, false) & 8 > 0
   AND NOT EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'tenant_id')
   AND NOT EXISTS (
     SELECT FROM pg_depend e WHERE e.classid = 'pg_class'::regclass AND e.objid = c.oid AND e.deptype = 'e')
UNION ALL
SELECT 'slow indexes', string_agg(DISTINCT format('%s of %s (%I %s)', x.relname, t.oid::regclass, a.attname,
           format_type(a.atttypid, a.atttypmod)), ', ')
  FROM pg_index i
  JOIN pg_class t ON t.oid = i.indrelid AND t.relkind IN ('r', 'p') AND NOT t.relispartition
  JOIN pg_class x ON x.oid = i.indexrelid
 CROSS JOIN LATERAL generate_series(1, i.indnkeyatts) k
  JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = i.indkey[k - 1]
 WHERE t.relnamespace = quote_ident(current_schema())::regnamespace AND NOT i.indisprimary
   AND NOT EXISTS (
     SELECT FROM pg_amop o JOIN pg_operator p ON p.oid = o.amopopr JOIN pg_proc f ON f.oid = p.oprcode
       JOIN pg_opclass c ON c.opcfamily = o.amopfamily
      WHERE c.oid = i.indclass[k - 1] AND f.proleakproof AND o.amoppurpose = 's')
   AND NOT EXISTS (
     SELECT FROM pg_depend e WHERE e.classid = 'pg_class'::regclass AND e.objid = t.oid AND e.deptype = 'e')
UNION ALL
SELECT 'other-schemas', string_agg(format('%I.%I', n.nspname, c.relname), ', ' ORDER BY n.nspname, c.relname)
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE c.relkind IN ('r', 'p') AND n.nspname <> current_schema() AND n.nspname !~ '^pg_|^information_schema$|^croft$'
   AND to_regnamespace('croft') IS NULL
   AND NOT EXISTS (
     SELECT FROM pg_depend e WHERE e.classid = 'pg_class'::regclass AND e.objid = c.oid AND e.deptype = 'e')
