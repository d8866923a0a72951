-- One CREATE VIEW for each view of the current schema.
SELECT c.tableoid, c.oid,
       format('CREATE VIEW %I%s AS %s', c.relname,
         CASE WHEN c.reloptions IS NULL THEN ''
              ELSE format(' WITH (%s)', array_to_string(c.reloptions, ', ')) END,
         rtrim(pg_get_viewdef(c.oid), ';'))
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = current_schema()
 WHERE c.relkind = 'v'
 ORDER BY c.oid
