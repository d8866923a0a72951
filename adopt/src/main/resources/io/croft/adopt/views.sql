-- The views of the current schema that run with the rights of their owner.
SELECT c.oid::regclass::text AS name
  FROM pg_class c
 WHERE c.relnamespace = quote_ident(current_schema())::regnamespace AND c.relkind = 'v'
   AND NOT coalesce(c.reloptions && ARRAY['security_invoker=true', 'security_invoker=on', 'security_invoker=1',
     'security_invoker=yes'], false)
   AND NOT EXISTS (
     SELECT FROM pg_depend e WHERE e.classid = 'pg_class'::regclass AND e.objid = c.oid AND e.deptype = 'e')
 ORDER BY c.relname
