-- Which object of the current schema must stand before which other one. What is created inside another
-- object's statement (a default, a check, an array type) counts as that object.
WITH model AS (
  SELECT oid FROM pg_namespace WHERE nspname = current_schema()
),
relation AS (
  SELECT c.* FROM pg_class c WHERE c.relnamespace = (SELECT oid FROM model)
),
type_of AS (
  SELECT t.oid AS typid, coalesce(e.oid, r.rngtypid, t.oid) AS base
    FROM pg_type t
    LEFT JOIN pg_type e ON e.typarray = t.oid
    LEFT JOIN pg_range r ON r.rngmultitypid = t.oid
   WHERE t.typnamespace = (SELECT oid FROM model)
),
base_of AS (
  SELECT o.typid, coalesce(r.rngtypid, o.base) AS base FROM type_of o LEFT JOIN pg_range r ON r.rngmultitypid = o.base
),
part (classid, objid, nodeclass, node) AS (
  SELECT 'pg_class'::regclass::oid, oid, 'pg_class'::regclass::oid, oid FROM relation WHERE relkind IN ('r', 'p', 'v', 'S')
  UNION ALL
  SELECT 'pg_class'::regclass, r.oid, 'pg_type'::regclass, r.reltype FROM relation r WHERE r.relkind = 'c'
  UNION ALL
  SELECT 'pg_type'::regclass, b.typid,
         CASE WHEN r.relkind IN ('r', 'p', 'v') THEN 'pg_class'::regclass ELSE 'pg_type'::regclass END,
         CASE WHEN r.relkind IN ('r', 'p', 'v') THEN r.oid ELSE b.base END
    FROM base_of b JOIN pg_type t ON t.oid = b.base LEFT JOIN relation r ON r.oid = t.typrelid
  UNION ALL
  SELECT 'pg_proc'::regclass, p.oid,
         CASE WHEN d.refobjid IS NULL THEN 'pg_proc'::regclass ELSE 'pg_type'::regclass END, coalesce(d.refobjid, p.oid)
    FROM pg_proc p
    LEFT JOIN pg_depend d ON d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'i'
                         AND d.refclassid = 'pg_type'::regclass
   WHERE p.pronamespace = (SELECT oid FROM model)
  UNION ALL
  SELECT 'pg_attrdef'::regclass, f.oid, 'pg_class'::regclass, f.adrelid
    FROM pg_attrdef f JOIN relation r ON r.oid = f.adrelid WHERE r.relkind IN ('r', 'p')
  UNION ALL
  SELECT 'pg_constraint'::regclass, k.oid, 'pg_class'::regclass, k.conrelid
    FROM pg_constraint k JOIN relation r ON r.oid = k.conrelid
   WHERE k.contype IN ('p', 'u', 'x', 'c', 'n') AND k.convalidated
  UNION ALL
  SELECT 'pg_constraint'::regclass, k.oid, 'pg_type'::regclass, k.contypid
    FROM pg_constraint k WHERE k.contypid <> 0 AND k.connamespace = (SELECT oid FROM model) AND k.convalidated
  UNION ALL
  SELECT 'pg_rewrite'::regclass, w.oid, 'pg_class'::regclass, w.ev_class
    FROM pg_rewrite w JOIN relation r ON r.oid = w.ev_class WHERE r.relkind = 'v'
)
SELECT DISTINCT a.nodeclass, a.node, b.nodeclass, b.node
  FROM pg_depend d
  JOIN part a ON a.classid = d.classid AND a.objid = d.objid
  JOIN part b ON b.classid = d.refclassid AND b.objid = d.refobjid
 WHERE (a.nodeclass, a.node) <> (b.nodeclass, b.node)
   AND NOT (d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i'))
