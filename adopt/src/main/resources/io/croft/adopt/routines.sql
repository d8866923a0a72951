-- The functions and procedures of the current schema whose text can be read.
SELECT p.oid::regprocedure::text AS name, p.prosrc AS body, p.prosqlbody IS NOT NULL AS parsed,
       coalesce('tenant_id' = ANY (p.proargnames), false) AS takes_tenant, l.lanname AS language,
       regexp_replace(pg_get_functiondef(p.oid), '^(CREATE OR REPLACE (FUNCTION|PROCEDURE) )'
         || regexp_replace(quote_ident(current_schema()), '\W', '\\\&', 'g') || '\.', '\1') AS definition,
       (SELECT r.oid FROM pg_type y JOIN pg_class r ON r.oid = y.typrelid AND r.relkind IN ('r', 'p')
         WHERE y.oid = p.prorettype) AS returns
  FROM pg_proc p JOIN pg_language l ON l.oid = p.prolang
 WHERE p.pronamespace = quote_ident(current_schema())::regnamespace AND p.prokind IN ('f', 'p', 'w')
   AND l.lanname NOT IN ('c', 'internal')
   AND NOT EXISTS (
     SELECT FROM pg_depend e WHERE e.classid = 'pg_proc'::regclass AND e.objid = p.oid AND e.deptype IN ('e', 'i'))
 ORDER BY 1
