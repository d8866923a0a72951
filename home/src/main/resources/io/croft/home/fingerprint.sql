-- What an application can see of the current schema, one line each, without what the gate adds to a home. The second
-- column is about how rows are stored, published and estimated, about comments, and about what not every version of
-- PostgreSQL tells; the first is NULL where there is nothing else. Materialized: a condition on a line,
-- pushed into it, would have every object of the database described, and those that are being dropped cannot be.
WITH model AS (
  SELECT oid FROM pg_namespace WHERE nspname = current_schema()
),
relation AS (
  SELECT c.* FROM pg_class c WHERE c.relnamespace = (SELECT oid FROM model)
),
line (meaning, beside) AS MATERIALIZED (
  SELECT CASE WHEN r.relkind NOT IN ('i', 'I') THEN d.text END,
         format('%s identity=%s options=%s', CASE WHEN r.relkind IN ('i', 'I') THEN d.text END, r.relreplident,
           (SELECT array_agg(o ORDER BY o) FROM unnest(r.reloptions) o WHERE o <> 'security_invoker=true'))
    FROM relation r
   CROSS JOIN format('relation %s %s kind=%s persistence=%s partition=%s key=%s', r.relname,
           coalesce((SELECT h.inhparent::regclass::text FROM pg_inherits h WHERE h.inhrelid = r.oid), '-'),
           r.relkind, r.relpersistence,
           pg_get_expr(r.relpartbound, r.oid), CASE r.relkind WHEN 'p' THEN pg_get_partkeydef(r.oid) END) AS d (text)
   WHERE r.relkind <> 't'
  UNION ALL
  SELECT format('column %s.%s #%s %s collation=%s notnull=%s identity=%s generated=%s default=%s', r.relname, a.attname,
           row_number() OVER (PARTITION BY r.oid ORDER BY a.attnum), format_type(a.atttypid, a.atttypmod),
           a.attcollation::regcollation, a.attnotnull, a.attidentity, a.attgenerated,
           CASE WHEN a.attname = 'tenant_id' THEN '' ELSE pg_get_expr(f.adbin, f.adrelid) END),
         format(' storage=%s compression=%s statistics=%s options=%s', a.attstorage, a.attcompression,
           coalesce(a.attstattarget, -1), a.attoptions)
    FROM relation r JOIN pg_attribute a ON a.attrelid = r.oid
    LEFT JOIN pg_attrdef f ON f.adrelid = r.oid AND f.adnum = a.attnum
   WHERE a.attnum > 0 AND NOT a.attisdropped AND r.relkind NOT IN ('i', 'I', 'S')
  UNION ALL
  SELECT CASE WHEN k.contype <> 'n' THEN d.text END, CASE WHEN k.contype = 'n' THEN d.text END
    FROM pg_constraint k LEFT JOIN relation r ON r.oid = k.conrelid LEFT JOIN pg_type t ON t.oid = k.contypid
   CROSS JOIN format('constraint %s of %s%s: %s valid=%s', k.conname, r.relname, t.typname, pg_get_constraintdef(k.oid),
           k.convalidated) AS d (text)
   WHERE k.connamespace = (SELECT oid FROM model) AND k.conname <> 'croft_tenant' AND k.contype <> 't'
  UNION ALL
  SELECT format('index %s valid=%s', pg_get_indexdef(i.indexrelid, 0, true), i.indisvalid),
         format(' clustered=%s identity=%s', i.indisclustered, i.indisreplident)
    FROM pg_index i JOIN relation r ON r.oid = i.indexrelid
  UNION ALL
  SELECT format('trigger %s enabled=%s', pg_get_triggerdef(t.oid, true), t.tgenabled), ''
    FROM pg_trigger t JOIN relation r ON r.oid = t.tgrelid
   WHERE NOT t.tgisinternal AND t.tgname <> 'croft_guard'
  UNION ALL
  SELECT format('sequence %s %s start=%s increment=%s min=%s max=%s cache=%s cycle=%s owner=%s', r.relname,
           format_type(s.seqtypid, NULL), s.seqstart, s.seqincrement, s.seqmin, s.seqmax, s.seqcache, s.seqcycle,
           (SELECT pg_describe_object(d.refclassid, d.refobjid, d.refobjsubid) || ' ' || d.deptype::text FROM pg_depend d
             WHERE d.classid = 'pg_class'::regclass AND d.objid = r.oid AND d.deptype IN ('a', 'i'))), ''
    FROM pg_sequence s JOIN relation r ON r.oid = s.seqrelid
  UNION ALL
  SELECT format('type %s %s base=%s notnull=%s default=%s labels=%s range=%s', t.typname, t.typtype,
           CASE WHEN t.typbasetype <> 0 THEN format_type(t.typbasetype, t.typtypmod) END, t.typnotnull,
           CASE WHEN t.typtype = 'd' THEN t.typdefault END,
           (SELECT array_agg(e.enumlabel ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid = t.oid),
           (SELECT concat_ws(' ', format_type(g.rngsubtype, NULL), g.rngmultitypid::regtype, g.rngsubdiff, o.opcname)
              FROM pg_range g JOIN pg_opclass o ON o.oid = g.rngsubopc WHERE g.rngtypid = t.oid)), ''
    FROM pg_type t WHERE t.typnamespace = (SELECT oid FROM model)
  UNION ALL
  SELECT format('routine %s', substr(pg_get_functiondef(p.oid), strpos(pg_get_functiondef(p.oid), '.') + 1)), ''
    FROM pg_proc p WHERE p.pronamespace = (SELECT oid FROM model) AND p.prokind <> 'a'
     AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'i')
  UNION ALL
  SELECT format('view %s %s', r.relname, pg_get_viewdef(r.oid)), '' FROM relation r WHERE r.relkind = 'v'
  UNION ALL
  SELECT NULL, format('statistics %s on %s: %s %s', s.stxname, r.relname, pg_get_statisticsobjdef_columns(s.oid), s.stxkind)
    FROM pg_statistic_ext s JOIN relation r ON r.oid = s.stxrelid
  UNION ALL
  SELECT NULL, format('comment %s: %s', pg_describe_object(d.classoid, d.objoid, d.objsubid), d.description)
    FROM pg_description d
    LEFT JOIN pg_class c ON d.classoid = 'pg_class'::regclass AND c.oid = d.objoid
    LEFT JOIN pg_proc p ON d.classoid = 'pg_proc'::regclass AND p.oid = d.objoid
    LEFT JOIN pg_type t ON d.classoid = 'pg_type'::regclass AND t.oid = d.objoid
    LEFT JOIN pg_constraint k ON d.classoid = 'pg_constraint'::regclass AND k.oid = d.objoid
    LEFT JOIN pg_trigger g ON d.classoid = 'pg_trigger'::regclass AND g.oid = d.objoid
    LEFT JOIN pg_class gc ON gc.oid = g.tgrelid
    LEFT JOIN pg_statistic_ext s ON d.classoid = 'pg_statistic_ext'::regclass AND s.oid = d.objoid
   WHERE coalesce(c.relnamespace, p.pronamespace, t.typnamespace, k.connamespace, gc.relnamespace, s.stxnamespace)
       = (SELECT oid FROM model)
)
