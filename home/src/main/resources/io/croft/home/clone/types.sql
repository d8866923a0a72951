-- One CREATE TYPE or CREATE DOMAIN for each type of the current schema that is not a table's row type.
WITH model AS (
  SELECT oid FROM pg_namespace WHERE nspname = current_schema()
),
enum_type AS (
  SELECT t.oid, format('CREATE TYPE %I AS ENUM (%s)', t.typname,
           (SELECT string_agg(quote_literal(e.enumlabel), ', ' ORDER BY e.enumsortorder)
              FROM pg_enum e WHERE e.enumtypid = t.oid)) AS ddl
    FROM pg_type t
   WHERE t.typnamespace = (SELECT oid FROM model) AND t.typtype = 'e'
),
composite_type AS (
  SELECT t.oid, format('CREATE TYPE %I AS (%s)', t.typname,
           (SELECT string_agg(format('%I %s%s', a.attname, format_type(a.atttypid, a.atttypmod),
                     CASE WHEN a.attcollation <> 0 AND a.attcollation <> e.typcollation
                          THEN ' COLLATE ' || a.attcollation::regcollation ELSE '' END),
                     ', ' ORDER BY a.attnum)
              FROM pg_attribute a JOIN pg_type e ON e.oid = a.atttypid
             WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped)) AS ddl
    FROM pg_type t JOIN pg_class c ON c.oid = t.typrelid
   WHERE t.typnamespace = (SELECT oid FROM model) AND t.typtype = 'c' AND c.relkind = 'c'
),
domain_type AS (
  SELECT t.oid, format('CREATE DOMAIN %I AS %s%s%s%s%s', t.typname,
           format_type(t.typbasetype, t.typtypmod),
           CASE WHEN t.typcollation <> 0 AND t.typcollation <> b.typcollation
                THEN ' COLLATE ' || t.typcollation::regcollation ELSE '' END,
           ' DEFAULT ' || pg_get_expr(t.typdefaultbin, 0),
           CASE WHEN t.typnotnull AND NOT EXISTS (SELECT FROM pg_constraint n
                       WHERE n.contypid = t.oid AND n.contype = 'n') THEN ' NOT NULL' ELSE '' END,
           coalesce((SELECT string_agg(format(' CONSTRAINT %I %s', k.conname, pg_get_constraintdef(k.oid)),
                              '' ORDER BY k.conname)
              FROM pg_constraint k WHERE k.contypid = t.oid AND k.convalidated), '')) AS ddl
    FROM pg_type t JOIN pg_type b ON b.oid = t.typbasetype
   WHERE t.typnamespace = (SELECT oid FROM model) AND t.typtype = 'd'
),
range_type AS (
  SELECT t.oid, format('CREATE TYPE %I AS RANGE (SUBTYPE = %s, SUBTYPE_OPCLASS = %I.%I%s%s, MULTIRANGE_TYPE_NAME = %I)',
           t.typname, format_type(r.rngsubtype, NULL), n.nspname, o.opcname,
           CASE WHEN r.rngcollation <> 0 THEN ', COLLATION = ' || r.rngcollation::regcollation ELSE '' END,
           CASE WHEN r.rngsubdiff <> 0 THEN ', SUBTYPE_DIFF = ' || r.rngsubdiff::regproc ELSE '' END,
           m.typname) AS ddl
    FROM pg_type t
    JOIN pg_range r ON r.rngtypid = t.oid
    JOIN pg_type m ON m.oid = r.rngmultitypid
    JOIN pg_opclass o ON o.oid = r.rngsubopc
    JOIN pg_namespace n ON n.oid = o.opcnamespace
   WHERE t.typnamespace = (SELECT oid FROM model)
)
SELECT 'pg_type'::regclass::oid, oid, ddl FROM (
  TABLE enum_type UNION ALL TABLE composite_type UNION ALL TABLE domain_type UNION ALL TABLE range_type
) AS types
ORDER BY types.oid
