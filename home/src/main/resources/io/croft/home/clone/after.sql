-- What follows once types, routines, sequences, tables and views stand; "step" orders it.
WITH relation AS (
  SELECT c.* FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = current_schema()
),
step AS (
  -- sequences that belong to a column
  SELECT 10 AS step, d.objid AS oid, format('ALTER SEQUENCE %I OWNED BY %I.%I', s.relname, r.relname, a.attname) AS ddl
    FROM pg_depend d
    JOIN relation s ON s.oid = d.objid AND s.relkind = 'S'
    JOIN relation r ON r.oid = d.refobjid
    JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum = d.refobjsubid
   WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass AND d.deptype = 'a'
  UNION ALL
  -- constraints that are not checked for old rows
  SELECT 20, k.oid, format('ALTER TABLE ONLY %I ADD CONSTRAINT %I %s', r.relname, k.conname, pg_get_constraintdef(k.oid))
    FROM pg_constraint k JOIN relation r ON r.oid = k.conrelid
   WHERE k.contype IN ('c', 'n') AND NOT k.convalidated
  UNION ALL
  SELECT 20, k.oid, format('ALTER DOMAIN %I ADD CONSTRAINT %I %s', t.typname, k.conname, pg_get_constraintdef(k.oid))
    FROM pg_constraint k JOIN pg_type t ON t.oid = k.contypid
    JOIN pg_namespace n ON n.oid = t.typnamespace AND n.nspname = current_schema()
   WHERE NOT k.convalidated
  UNION ALL
  -- indexes that belong to no constraint, and the options of those that do
  SELECT 30, r.oid, pg_get_indexdef(r.oid, 0, true)
    FROM relation r
   WHERE r.relkind IN ('i', 'I')
     AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = r.oid AND k.contype IN ('p', 'u', 'x'))
  UNION ALL
  SELECT 31, r.oid, format('ALTER INDEX %I SET (%s)', r.relname, array_to_string(r.reloptions, ', '))
    FROM relation r JOIN pg_constraint k ON k.conindid = r.oid AND k.contype IN ('p', 'u', 'x')
   WHERE r.reloptions IS NOT NULL
  UNION ALL
  SELECT 32, r.oid, format('ALTER INDEX %I ALTER COLUMN %s SET STATISTICS %s', r.relname, a.attnum, a.attstattarget)
    FROM pg_attribute a JOIN relation r ON r.oid = a.attrelid
   WHERE r.relkind IN ('i', 'I') AND a.attstattarget >= 0
  UNION ALL
  -- attaching a partition also joins its indexes to those of the parent
  SELECT 40, r.oid, format('ALTER TABLE ONLY %I ATTACH PARTITION %I %s', p.relname, r.relname,
           pg_get_expr(r.relpartbound, r.oid))
    FROM relation r
    JOIN pg_inherits i ON i.inhrelid = r.oid
    JOIN relation p ON p.oid = i.inhparent
   WHERE r.relispartition AND r.relkind IN ('r', 'p')
  UNION ALL
  SELECT 50, k.oid, format('ALTER TABLE %I ADD CONSTRAINT %I %s', r.relname, k.conname, pg_get_constraintdef(k.oid))
    FROM pg_constraint k JOIN relation r ON r.oid = k.conrelid
   WHERE k.contype = 'f' AND k.conparentid = 0
  UNION ALL
  -- properties of columns
  SELECT 60, a.attrelid, format('ALTER TABLE ONLY %I ALTER COLUMN %I SET STORAGE %s', r.relname, a.attname,
           CASE a.attstorage WHEN 'p' THEN 'PLAIN' WHEN 'e' THEN 'EXTERNAL' WHEN 'm' THEN 'MAIN' ELSE 'EXTENDED' END)
    FROM pg_attribute a JOIN relation r ON r.oid = a.attrelid JOIN pg_type t ON t.oid = a.atttypid
   WHERE r.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped AND a.attstorage <> t.typstorage
  UNION ALL
  SELECT 60, a.attrelid, format('ALTER TABLE ONLY %I ALTER COLUMN %I SET STATISTICS %s', r.relname, a.attname, a.attstattarget)
    FROM pg_attribute a JOIN relation r ON r.oid = a.attrelid
   WHERE r.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped AND a.attstattarget >= 0
  UNION ALL
  SELECT 60, a.attrelid, format('ALTER TABLE ONLY %I ALTER COLUMN %I SET (%s)', r.relname, a.attname,
           array_to_string(a.attoptions, ', '))
    FROM pg_attribute a JOIN relation r ON r.oid = a.attrelid
   WHERE r.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped AND a.attoptions IS NOT NULL
  UNION ALL
  SELECT 60, f.oid, format('ALTER TABLE %I ALTER COLUMN %I SET DEFAULT %s', r.relname, a.attname,
           pg_get_expr(f.adbin, f.adrelid))
    FROM pg_attrdef f JOIN relation r ON r.oid = f.adrelid AND r.relkind = 'v'
    JOIN pg_attribute a ON a.attrelid = f.adrelid AND a.attnum = f.adnum
  UNION ALL
  -- properties of tables
  SELECT 61, r.oid, format('ALTER TABLE %I REPLICA IDENTITY %s', r.relname,
           CASE r.relreplident WHEN 'f' THEN 'FULL' WHEN 'n' THEN 'NOTHING'
             ELSE 'USING INDEX ' || (SELECT quote_ident(x.relname) FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid
                                      WHERE i.indrelid = r.oid AND i.indisreplident) END)
    FROM relation r
   WHERE r.relkind IN ('r', 'p') AND r.relreplident <> 'd'
     AND (r.relreplident <> 'i' OR EXISTS (SELECT FROM pg_index i WHERE i.indrelid = r.oid AND i.indisreplident))
  UNION ALL
  SELECT 61, r.oid, format('ALTER TABLE %I CLUSTER ON %I', r.relname, x.relname)
    FROM relation r JOIN pg_index i ON i.indrelid = r.oid AND i.indisclustered JOIN pg_class x ON x.oid = i.indexrelid
  UNION ALL
  SELECT 70, s.oid, 'CREATE STATISTICS ' || substr(pg_get_statisticsobjdef(s.oid),
           length(format('CREATE STATISTICS %I.', current_schema())) + 1)
    FROM pg_statistic_ext s JOIN relation r ON r.oid = s.stxrelid
  UNION ALL
  SELECT 71, s.oid, format('ALTER STATISTICS %I SET STATISTICS %s', s.stxname, s.stxstattarget)
    FROM pg_statistic_ext s JOIN relation r ON r.oid = s.stxrelid
   WHERE s.stxstattarget >= 0
  UNION ALL
  -- triggers of the application; those of the gate are made for each home
  SELECT 80, t.oid, pg_get_triggerdef(t.oid, true)
    FROM pg_trigger t JOIN relation r ON r.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid
   WHERE NOT t.tgisinternal AND t.tgparentid = 0 AND p.pronamespace IS DISTINCT FROM to_regnamespace('croft')
  UNION ALL
  SELECT 81, t.oid, format('ALTER TABLE %I %s TRIGGER %I', r.relname,
           CASE t.tgenabled WHEN 'D' THEN 'DISABLE' WHEN 'R' THEN 'ENABLE REPLICA' WHEN 'A' THEN 'ENABLE ALWAYS'
             ELSE 'ENABLE' END, t.tgname)
    FROM pg_trigger t JOIN relation r ON r.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid
    LEFT JOIN pg_trigger u ON u.oid = t.tgparentid
   WHERE NOT t.tgisinternal AND t.tgenabled <> coalesce(u.tgenabled, 'O') AND p.pronamespace IS DISTINCT FROM to_regnamespace('croft')
)
SELECT NULL::oid AS catalog, s.oid, s.ddl FROM step s ORDER BY s.step, s.oid
