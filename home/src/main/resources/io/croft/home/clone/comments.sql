-- One COMMENT for each comment on the current schema and what is in it.
WITH model AS (
  SELECT oid, nspname FROM pg_namespace WHERE nspname = current_schema()
),
relation AS (
  SELECT c.* FROM pg_class c WHERE c.relnamespace = (SELECT oid FROM model)
),
commented AS (
  SELECT d.classoid, d.objoid, d.objsubid, chr(1) AS name, 'SCHEMA' AS kind, d.description
    FROM pg_description d JOIN model ON d.objoid = model.oid WHERE d.classoid = 'pg_namespace'::regclass
  UNION ALL
  SELECT d.classoid, d.objoid, d.objsubid, quote_ident(r.relname),
         CASE r.relkind WHEN 'S' THEN 'SEQUENCE' WHEN 'v' THEN 'VIEW' WHEN 'i' THEN 'INDEX' WHEN 'I' THEN 'INDEX'
           WHEN 'c' THEN 'TYPE' ELSE 'TABLE' END, d.description
    FROM pg_description d JOIN relation r ON r.oid = d.objoid
   WHERE d.classoid = 'pg_class'::regclass AND d.objsubid = 0
  UNION ALL
  SELECT d.classoid, d.objoid, d.objsubid, format('%I.%I', r.relname, a.attname), 'COLUMN', d.description
    FROM pg_description d JOIN relation r ON r.oid = d.objoid
    JOIN pg_attribute a ON a.attrelid = d.objoid AND a.attnum = d.objsubid AND NOT a.attisdropped
   WHERE d.classoid = 'pg_class'::regclass AND d.objsubid > 0
  UNION ALL
  SELECT d.classoid, d.objoid, d.objsubid, quote_ident(t.typname),
         CASE t.typtype WHEN 'd' THEN 'DOMAIN' ELSE 'TYPE' END, d.description
    FROM pg_description d JOIN pg_type t ON t.oid = d.objoid
   WHERE d.classoid = 'pg_type'::regclass AND t.typnamespace = (SELECT oid FROM model)
  UNION ALL
  SELECT d.classoid, d.objoid, d.objsubid, format('%I(%s)', p.proname, pg_get_function_identity_arguments(p.oid)),
         'ROUTINE', d.description
    FROM pg_description d JOIN pg_proc p ON p.oid = d.objoid
   WHERE d.classoid = 'pg_proc'::regclass AND p.pronamespace = (SELECT oid FROM model)
     AND NOT EXISTS (SELECT FROM pg_depend i WHERE i.classid = 'pg_proc'::regclass AND i.objid = p.oid AND i.deptype = 'i')
  UNION ALL
  SELECT d.classoid, d.objoid, d.objsubid,
         CASE WHEN k.contypid <> 0 THEN format('%I ON DOMAIN %I', k.conname, t.typname)
           ELSE format('%I ON %I', k.conname, r.relname) END, 'CONSTRAINT', d.description
    FROM pg_description d JOIN pg_constraint k ON k.oid = d.objoid
    LEFT JOIN relation r ON r.oid = k.conrelid LEFT JOIN pg_type t ON t.oid = k.contypid
   WHERE d.classoid = 'pg_constraint'::regclass AND k.connamespace = (SELECT oid FROM model)
  UNION ALL
  SELECT d.classoid, d.objoid, d.objsubid, format('%I ON %I', t.tgname, r.relname), 'TRIGGER', d.description
    FROM pg_description d JOIN pg_trigger t ON t.oid = d.objoid JOIN relation r ON r.oid = t.tgrelid
    JOIN pg_proc p ON p.oid = t.tgfoid
   WHERE d.classoid = 'pg_trigger'::regclass AND p.pronamespace IS DISTINCT FROM to_regnamespace('croft')
  UNION ALL
  SELECT d.classoid, d.objoid, d.objsubid, quote_ident(s.stxname), 'STATISTICS', d.description
    FROM pg_description d JOIN pg_statistic_ext s ON s.oid = d.objoid
   WHERE d.classoid = 'pg_statistic_ext'::regclass AND s.stxnamespace = (SELECT oid FROM model)
)
SELECT classoid, objoid, format('COMMENT ON %s %s IS %L', kind, name, description)
  FROM commented
 ORDER BY classoid, objoid, objsubid
