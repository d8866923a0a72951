-- What of the current schema cannot be made safe for tenants whatever the tables are: the object, the problem, the remedy.
WITH model (oid) AS (
  SELECT quote_ident(current_schema())::regnamespace::oid
),
extended (classid, objid) AS (
  SELECT classid, objid FROM pg_depend WHERE deptype = 'e'
),
relation AS (
  SELECT c.tableoid, c.* FROM pg_class c
   WHERE c.relnamespace = (SELECT oid FROM model) AND (c.tableoid, c.oid) NOT IN (SELECT classid, objid FROM extended)
),
routine AS (
  SELECT p.tableoid, p.* FROM pg_proc p
   WHERE p.pronamespace = (SELECT oid FROM model) AND (p.tableoid, p.oid) NOT IN (SELECT classid, objid FROM extended)
),
type AS (
  SELECT t.tableoid, t.* FROM pg_type t
   WHERE t.typnamespace = (SELECT oid FROM model) AND (t.tableoid, t.oid) NOT IN (SELECT classid, objid FROM extended)
),
own (classid, objid) AS (
  SELECT tableoid, oid FROM relation
  UNION ALL
  SELECT tableoid, oid FROM routine
  UNION ALL
  SELECT tableoid, oid FROM type
),
cloned (classid) AS (
  VALUES ('pg_class'::regclass), ('pg_type'), ('pg_proc'), ('pg_attrdef'), ('pg_constraint'), ('pg_rewrite'),
         ('pg_trigger'), ('pg_statistic_ext'), ('pg_policy')
),
refusal (classid, objid, objsubid, problem, remedy) AS (
  SELECT tableoid, oid, 0,
         CASE relkind WHEN 'm' THEN 'a materialized view holds the rows of all tenants, and row security does not reach it'
                      ELSE 'row security of another server knows one login for all tenants' END,
         CASE relkind WHEN 'm' THEN 'make it a view, or a table that the application fills for each tenant'
                      ELSE 'read it outside of the application''s schema, in a job that belongs to no tenant' END
    FROM relation WHERE relkind IN ('m', 'f')
  UNION ALL
  SELECT tableoid, oid, 0, 'it runs with the rights of its owner, whom no home holds to one tenant',
         format('ALTER ROUTINE %s SECURITY INVOKER', oid::regprocedure)
    FROM routine WHERE prosecdef
  UNION ALL
  SELECT tableoid, oid, 0, 'it is declared leakproof: in the pool it is run on rows of other tenants before row security is asked',
         format('ALTER ROUTINE %s NOT LEAKPROOF', oid::regprocedure)
    FROM routine WHERE proleakproof
  UNION ALL
  SELECT r.tableoid, r.oid, 0, 'it inherits from another table without being its partition: keys and policies do not reach it',
         'make it a partition, or a table of its own'
    FROM relation r
   WHERE r.relkind = 'r' AND NOT r.relispartition AND EXISTS (SELECT FROM pg_inherits h WHERE h.inhrelid = r.oid)
  UNION ALL
  SELECT c.tableoid, c.oid, 0, 'a table and its partitions lie in different schemas', 'bring them into one schema'
    FROM pg_inherits h JOIN pg_class c ON c.oid = h.inhrelid JOIN pg_class p ON p.oid = h.inhparent
   WHERE c.relnamespace <> p.relnamespace AND c.relkind IN ('r', 'p')
     AND (SELECT oid FROM model) IN (c.relnamespace, p.relnamespace)
  UNION ALL
  SELECT tableoid, oid, 0, 'a typed table takes no column of its own', 'ALTER TABLE ' || oid::regclass || ' NOT OF'
    FROM relation WHERE reloftype <> 0
  UNION ALL
  SELECT tableoid, oid, 0, 'it lies in a tablespace, and servers differ in these',
         format('ALTER %s %s SET TABLESPACE pg_default', CASE WHEN relkind IN ('i', 'I') THEN 'INDEX' ELSE 'TABLE' END, oid::regclass)
    FROM relation WHERE reltablespace <> 0
  UNION ALL
  SELECT tableoid, oid, 0, 'it has row security of its own, which would mix with the gate''s: in the pool every row of the tenant would be let through',
         'express it by an access within the tenant (docs/access.md), drop its policies and disable row security'
    FROM relation r WHERE (relrowsecurity OR relforcerowsecurity OR EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = r.oid))
     AND NOT EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = r.oid AND p.polname = 'croft_tenant')
  UNION ALL
  SELECT w.tableoid, w.oid, 0, 'a rule rewrites statements; homes cannot be made of it', 'make it a trigger'
    FROM pg_rewrite w JOIN relation r ON r.oid = w.ev_class WHERE w.rulename <> '_RETURN'
  UNION ALL
  SELECT tableoid, oid, 0, 'homes cannot be made of an aggregate', 'bring it into an extension, or compute it in a function'
    FROM routine WHERE prokind = 'a'
  UNION ALL
  SELECT tableoid, oid, 0, 'its text names the schema, which is another one in every home', 'leave the schema''s name out'
    FROM routine WHERE prosrc ~ ('(^|[^[:alnum:]_$])"?' || current_schema() || '"?\s*\.')
  UNION ALL
  SELECT tableoid, oid, 0, 'its search path names the schema, which is another one in every home',
         format('ALTER ROUTINE %s RESET search_path', oid::regprocedure)
    FROM routine, unnest(proconfig) AS setting
   WHERE setting ~ ('^search_path=(.*[ ,"])?' || current_schema() || '([ ,"]|$)')
  UNION ALL
  SELECT tableoid, oid, 0, 'homes cannot be made of a base type', 'bring it into an extension'
    FROM type t
   WHERE t.typtype = 'p' OR (t.typtype = 'b' AND NOT EXISTS (SELECT FROM pg_type e WHERE e.typarray = t.oid))
  UNION ALL
  SELECT t.tableoid, t.oid, 0, 'homes cannot be made of a range type with a canonical function', 'leave the function out'
    FROM type t JOIN pg_range g ON g.rngtypid = t.oid WHERE g.rngcanonical <> 0
  UNION ALL
  SELECT d.classid, d.objid, 0, 'homes cannot be made of objects of this kind', 'bring it into an extension, or drop it'
    FROM pg_depend d
   WHERE d.refclassid = 'pg_namespace'::regclass AND d.refobjid = (SELECT oid FROM model)
     AND d.classid NOT IN (SELECT classid FROM cloned) AND (d.classid, d.objid) NOT IN (SELECT classid, objid FROM extended)
     AND d.classid NOT IN ('pg_default_acl'::regclass, 'pg_extension'::regclass)
  UNION ALL
  SELECT d.classid, d.objid, 0, 'homes cannot be made of objects of this kind', 'bring it into an extension, or drop it'
    FROM pg_depend d JOIN own o ON o.classid = d.refclassid AND o.objid = d.refobjid
   WHERE d.classid NOT IN (SELECT classid FROM cloned)
     AND d.classid NOT IN ('pg_publication_rel'::regclass, 'pg_event_trigger'::regclass)
     AND (d.classid, d.objid) NOT IN (SELECT classid, objid FROM extended)
     AND NOT EXISTS (SELECT FROM pg_depend i WHERE i.classid = d.classid AND i.objid = d.objid AND i.deptype = 'i')
  UNION ALL
  SELECT s.classoid, s.objoid, s.objsubid, 'homes cannot be made with security labels', 'drop the label'
    FROM pg_seclabel s JOIN own o ON o.classid = s.classoid AND o.objid = s.objoid
)
SELECT DISTINCT pg_describe_object(classid, objid, objsubid) AS object, problem, remedy FROM refusal ORDER BY 1, 2
