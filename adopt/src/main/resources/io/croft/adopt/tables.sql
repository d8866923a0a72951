-- The tables, partitioned tables and partitions of the current schema, and what column tenant_id they have.
SELECT c.oid, c.oid::regclass::text AS name, c.relname AS bare,
       (SELECT r.relname FROM pg_class r WHERE r.oid = coalesce(pg_partition_root(c.oid), c.oid)) AS root, c.relkind = 'p' AS partitioned, c.relispartition AS partition,
       (SELECT greatest(count(*), 1) - 1 FROM pg_partition_ancestors(c.oid)) AS depth,
       c.relpersistence = 'u' AS unlogged,
       EXISTS (SELECT FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype = 'p') AS keyed,
       format_type(a.atttypid, a.atttypmod) AS tenant_type, coalesce(a.attnotnull, false) AS tenant_required,
       coalesce(pg_get_expr(d.adbin, d.adrelid), '') AS tenant_default,
       coalesce(a.attgenerated <> '' OR a.attidentity <> '', false) AS tenant_generated,
       EXISTS (SELECT FROM pg_constraint k WHERE k.conrelid = c.oid AND k.conname = 'croft_tenant') AS pinned
  FROM pg_class c
  LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id' AND NOT a.attisdropped
  LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
 WHERE c.relnamespace = quote_ident(current_schema())::regnamespace AND c.relkind IN ('r', 'p')
   AND NOT EXISTS (
     SELECT FROM pg_depend e WHERE e.classid = 'pg_class'::regclass AND e.objid = c.oid AND e.deptype = 'e')
 ORDER BY c.relname
