-- What a migration has left in the tables and sequences of the current schema: no home would get it.
SELECT pg_describe_object(c.tableoid, c.oid, 0), c.relkind,
       CASE c.relkind
         WHEN 'S' THEN format('SELECT EXISTS (SELECT FROM %1$I q JOIN pg_sequence s ON s.seqrelid = %2$L::regclass'
                              ' WHERE q.is_called OR q.last_value <> s.seqstart)', c.relname, c.oid::regclass)
         ELSE format('SELECT EXISTS (SELECT FROM ONLY %I)', c.relname) END
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE n.nspname = current_schema() AND c.relkind IN ('r', 'S') AND c.relname <> 'flyway_schema_history'
   AND NOT (c.relkind = 'r' AND croft.is_shared(c.oid))
   AND NOT EXISTS (
     SELECT FROM pg_depend d
      WHERE c.relkind = 'S' AND d.classid = 'pg_class'::regclass AND d.objid = c.oid
        AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i') AND croft.is_shared(d.refobjid))
 ORDER BY 1
