-- Views and routines of which PostgreSQL has noted that they need a key as it is: by GROUP BY of the primary key alone, or
-- by ON CONFLICT ON CONSTRAINT in a body of SQL.
SELECT DISTINCT k.conrelid AS relation, quote_ident(k.conname) AS key,
       pg_describe_object(CASE d.classid WHEN 'pg_rewrite'::regclass THEN 'pg_class'::regclass ELSE d.classid END,
         coalesce(w.ev_class, d.objid), 0) AS dependent,
       d.classid = 'pg_rewrite'::regclass AS view
  FROM pg_depend d
  JOIN pg_constraint k ON d.refclassid = 'pg_constraint'::regclass AND k.oid = d.refobjid AND k.contype IN ('p', 'u', 'x')
  JOIN pg_class c ON c.oid = k.conrelid AND c.relnamespace = quote_ident(current_schema())::regnamespace
  LEFT JOIN pg_rewrite w ON d.classid = 'pg_rewrite'::regclass AND w.oid = d.objid
 WHERE d.classid IN ('pg_rewrite'::regclass, 'pg_proc'::regclass)
 ORDER BY 3
