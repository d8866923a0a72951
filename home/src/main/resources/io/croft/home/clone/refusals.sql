-- Everything in the current schema of which a home could not be made, one row each.
WITH model AS (
  SELECT oid FROM pg_namespace WHERE nspname = current_schema()
),
relation AS (
  SELECT c.tableoid, c.* FROM pg_class c WHERE c.relnamespace = (SELECT oid FROM model)
),
routine AS (
  SELECT p.tableoid, p.* FROM pg_proc p WHERE p.pronamespace = (SELECT oid FROM model)
),
own (classid, objid) AS (
  SELECT tableoid, oid FROM relation
  UNION ALL
  SELECT tableoid, oid FROM routine
  UNION ALL
  SELECT tableoid, oid FROM pg_type WHERE typnamespace = (SELECT oid FROM model)
),
cloned (classid) AS (
  VALUES ('pg_class'::regclass), ('pg_type'), ('pg_proc'), ('pg_attrdef'), ('pg_constraint'), ('pg_rewrite'),
         ('pg_trigger'), ('pg_statistic_ext'), ('pg_policy')
),
refusal (object, problem) AS (
  SELECT pg_describe_object(tableoid, oid, 0),
         CASE relkind WHEN 'm' THEN 'materialized views hold the rows of all tenants' ELSE 'foreign tables have no row security' END
    FROM relation WHERE relkind IN ('m', 'f')
  UNION ALL
  SELECT pg_describe_object(r.tableoid, r.oid, 0), 'inheritance other than by partitions is not supported'
    FROM relation r
   WHERE r.relkind = 'r' AND NOT r.relispartition AND EXISTS (SELECT FROM pg_inherits h WHERE h.inhrelid = r.oid)
  UNION ALL
  SELECT pg_describe_object(c.tableoid, c.oid, 0), 'a table and its partitions must be in one schema'
    FROM pg_inherits h JOIN pg_class c ON c.oid = h.inhrelid JOIN pg_class p ON p.oid = h.inhparent
   WHERE c.relnamespace <> p.relnamespace AND (SELECT oid FROM model) IN (c.relnamespace, p.relnamespace)
  UNION ALL
  SELECT pg_describe_object(tableoid, oid, 0), 'typed tables are not supported' FROM relation WHERE reloftype <> 0
  UNION ALL
  SELECT pg_describe_object(tableoid, oid, 0), 'tablespaces differ between servers' FROM relation WHERE reltablespace <> 0
  UNION ALL
  SELECT pg_describe_object(tableoid, oid, 0), 'row security is the gate''s' FROM relation WHERE relrowsecurity OR relforcerowsecurity
  UNION ALL
  SELECT pg_describe_object(p.tableoid, p.oid, 0), 'row security is the gate''s'
    FROM pg_policy p JOIN relation r ON r.oid = p.polrelid
  UNION ALL
  SELECT pg_describe_object(w.tableoid, w.oid, 0), 'rules are not supported'
    FROM pg_rewrite w JOIN relation r ON r.oid = w.ev_class WHERE w.rulename <> '_RETURN'
  UNION ALL
  SELECT pg_describe_object(tableoid, oid, 0), 'aggregates are not supported' FROM routine WHERE prokind = 'a'
  UNION ALL
  SELECT pg_describe_object(tableoid, oid, 0), 'its text names the schema, which is another one in every home'
    FROM routine WHERE prosrc ~ ('(^|[^[:alnum:]_$])"?' || current_schema() || '"?\s*\.')
  UNION ALL
  SELECT pg_describe_object(tableoid, oid, 0), 'its search path names the schema, which is another one in every home'
    FROM routine, unnest(proconfig) AS setting
   WHERE setting ~ ('^search_path=(.*[ ,"])?' || current_schema() || '([ ,"]|$)')
  UNION ALL
  SELECT pg_describe_object(t.tableoid, t.oid, 0), 'base types are not supported'
    FROM pg_type t
   WHERE t.typnamespace = (SELECT oid FROM model)
     AND (t.typtype = 'p' OR (t.typtype = 'b' AND NOT EXISTS (SELECT FROM pg_type e WHERE e.typarray = t.oid)))
  UNION ALL
  SELECT pg_describe_object(t.tableoid, t.oid, 0), 'range types with a canonical function are not supported'
    FROM pg_type t JOIN pg_range g ON g.rngtypid = t.oid
   WHERE t.typnamespace = (SELECT oid FROM model) AND g.rngcanonical <> 0
  UNION ALL
  SELECT pg_describe_object(o.classid, o.objid, 0), 'extensions belong into the schema "public"'
    FROM own o JOIN pg_depend d ON d.classid = o.classid AND d.objid = o.objid AND d.deptype = 'e'
  UNION ALL
  SELECT pg_describe_object(d.classid, d.objid, 0), 'objects of this kind cannot be cloned'
    FROM pg_depend d
   WHERE d.refclassid = 'pg_namespace'::regclass AND d.refobjid = (SELECT oid FROM model)
     AND d.classid NOT IN (SELECT classid FROM cloned)
  UNION ALL
  SELECT pg_describe_object(d.classid, d.objid, 0), 'objects of this kind cannot be cloned'
    FROM pg_depend d JOIN own o ON o.classid = d.refclassid AND o.objid = d.refobjid
   WHERE d.classid NOT IN (SELECT classid FROM cloned)
     AND NOT EXISTS (SELECT FROM pg_depend i WHERE i.classid = d.classid AND i.objid = d.objid AND i.deptype = 'i')
  UNION ALL
  SELECT pg_describe_object(tableoid, oid, 0), 'rights are given by the gate' FROM relation WHERE relacl IS NOT NULL
  UNION ALL
  SELECT pg_describe_object(r.tableoid, r.oid, a.attnum), 'rights are given by the gate'
    FROM pg_attribute a JOIN relation r ON r.oid = a.attrelid WHERE a.attacl IS NOT NULL
  UNION ALL
  SELECT pg_describe_object(tableoid, oid, 0), 'rights are given by the gate' FROM routine WHERE proacl IS NOT NULL
  UNION ALL
  SELECT pg_describe_object(tableoid, oid, 0), 'rights are given by the gate'
    FROM pg_type WHERE typnamespace = (SELECT oid FROM model) AND typacl IS NOT NULL
  UNION ALL
  SELECT pg_describe_object(s.classoid, s.objoid, s.objsubid), 'security labels are not supported'
    FROM pg_seclabel s JOIN own o ON o.classid = s.classoid AND o.objid = s.objoid
)
SELECT DISTINCT object, problem FROM refusal ORDER BY object, problem
