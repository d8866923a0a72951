-- One CREATE FUNCTION or CREATE PROCEDURE for each routine of the current schema; the constructors of
-- range types come with their types.
SELECT p.tableoid, p.oid,
       CASE p.prokind WHEN 'p' THEN 'CREATE PROCEDURE ' ELSE 'CREATE FUNCTION ' END
         || substr(pg_get_functiondef(p.oid),
              length(format('CREATE OR REPLACE %s %I.',
                CASE p.prokind WHEN 'p' THEN 'PROCEDURE' ELSE 'FUNCTION' END, n.nspname)) + 1)
  FROM pg_proc p
  JOIN pg_namespace n ON n.oid = p.pronamespace AND n.nspname = current_schema()
 WHERE p.prokind <> 'a'
   AND NOT EXISTS (SELECT FROM pg_depend d
                    WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'i')
 ORDER BY p.oid
