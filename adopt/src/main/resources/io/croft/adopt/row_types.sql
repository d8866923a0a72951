-- Columns of the row type of a table, of an array of it, or of a domain over it: such a table takes no column with a default.
SELECT r.oid AS relation, string_agg(format('%s.%I', c.oid::regclass, a.attname), ', ' ORDER BY c.relname, a.attnum) AS columns
  FROM pg_class r
  JOIN pg_type t ON t.oid = r.reltype
  JOIN pg_type u ON u.oid IN (t.oid, t.typarray) OR u.typtype = 'd' AND u.typbasetype IN (t.oid, t.typarray)
  JOIN pg_attribute a ON a.atttypid = u.oid AND NOT a.attisdropped AND a.attnum > 0
  JOIN pg_class c ON c.oid = a.attrelid AND c.relkind IN ('r', 'p', 'm', 'f', 'c')
 WHERE r.relnamespace = quote_ident(current_schema())::regnamespace AND r.relkind IN ('r', 'p')
 GROUP BY r.oid ORDER BY 2
