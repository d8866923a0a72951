-- Keys, unique and exclusion constraints (p, u, x) and other indexes (i) of the current schema. "head" and "rest" are the
-- definition before and after the parenthesis that opens the list of columns; "restored" is what a new definition loses.
SELECT i.indrelid AS relation, t.oid::regclass::text AS of_table, quote_ident(x.relname) AS name,
       coalesce(k.contype, 'i')::text AS kind, h.head, substr(h.definition, length(h.head) + 1) AS rest,
       left(h.definition, length(h.head)) = h.head AS understood, am.amname AS method,
       coalesce(i.indkey[0] = a.attnum, false) AS led, coalesce(a.attnum = ANY (i.indkey::smallint[]), false) AS has_tenant,
       NOT x.relispartition AS top,
       (SELECT greatest(count(*), 1) - 1 FROM pg_partition_ancestors(t.oid)) AS depth,
       pg_indexam_has_property(am.oid, 'can_multi_col') AS many_columns,
       EXISTS (SELECT FROM pg_opclass o
                WHERE o.opcmethod = am.oid AND o.opcintype = 'uuid'::regtype AND o.opcdefault) AS takes_uuid,
       i.indisvalid AS valid,
       i.indisunique AND i.indimmediate AND i.indexprs IS NULL AND i.indpred IS NULL AND NOT EXISTS (
         SELECT FROM pg_attribute n WHERE n.attrelid = t.oid AND NOT n.attnotnull
           AND n.attnum = ANY ((i.indkey::smallint[])[0:i.indnkeyatts - 1])) AS identifies,
       (SELECT string_agg(quote_ident(n.attname), ', ' ORDER BY o.place)
          FROM unnest((i.indkey::smallint[])[0:i.indnkeyatts - 1]) WITH ORDINALITY o (attnum, place)
          JOIN pg_attribute n ON n.attrelid = t.oid AND n.attnum = o.attnum) AS columns,
       (SELECT array_agg(n.attname::text ORDER BY o.place)
          FROM unnest((i.indkey::smallint[])[0:i.indnkeyatts - 1]) WITH ORDINALITY o (attnum, place)
          JOIN pg_attribute n ON n.attrelid = t.oid AND n.attnum = o.attnum) AS names,
       array_remove(ARRAY[
         CASE WHEN k.oid IS NOT NULL AND x.reloptions IS NOT NULL
              THEN format('ALTER INDEX %I SET (%s)', x.relname, array_to_string(x.reloptions, ', ')) END,
         (SELECT string_agg(format('ALTER INDEX %I ALTER COLUMN %s SET STATISTICS %s', x.relname, n.attnum + 1,
                   n.attstattarget), E';\n') FROM pg_attribute n WHERE n.attrelid = x.oid AND n.attstattarget >= 0),
         CASE WHEN i.indisclustered THEN format('ALTER TABLE %s CLUSTER ON %I', t.oid::regclass, x.relname) END,
         CASE WHEN i.indisreplident THEN format('ALTER TABLE %s REPLICA IDENTITY USING INDEX %I', t.oid::regclass, x.relname) END,
         'COMMENT ON INDEX ' || quote_ident(x.relname) || ' IS ' || quote_literal(obj_description(x.oid, 'pg_class')),
         'COMMENT ON CONSTRAINT ' || quote_ident(k.conname) || ' ON ' || t.oid::regclass || ' IS '
           || quote_literal(obj_description(k.oid, 'pg_constraint'))], NULL) AS restored
  FROM pg_index i
  JOIN pg_class x ON x.oid = i.indexrelid
  JOIN pg_am am ON am.oid = x.relam
  JOIN pg_class t ON t.oid = i.indrelid AND t.relkind IN ('r', 'p')
  LEFT JOIN pg_constraint k ON k.conindid = x.oid AND k.contype IN ('p', 'u', 'x') AND k.conrelid = t.oid
  LEFT JOIN pg_attribute a ON a.attrelid = t.oid AND a.attname = 'tenant_id' AND NOT a.attisdropped
  CROSS JOIN LATERAL (
    SELECT CASE WHEN k.oid IS NULL THEN pg_get_indexdef(x.oid, 0, true) ELSE pg_get_constraintdef(k.oid, true) END AS definition,
           CASE coalesce(k.contype, 'i')
             WHEN 'p' THEN 'PRIMARY KEY ('
             WHEN 'u' THEN CASE WHEN pg_get_constraintdef(k.oid) LIKE 'UNIQUE NULLS NOT DISTINCT %'
                                THEN 'UNIQUE NULLS NOT DISTINCT (' ELSE 'UNIQUE (' END
             WHEN 'x' THEN format('EXCLUDE USING %I (', am.amname)
             ELSE format('CREATE %sINDEX %I ON %s%s USING %I (', CASE WHEN i.indisunique THEN 'UNIQUE ' ELSE '' END,
                    x.relname, CASE WHEN x.relkind = 'I' THEN 'ONLY ' ELSE '' END, t.oid::regclass, am.amname)
           END AS head) h
 WHERE t.relnamespace = quote_ident(current_schema())::regnamespace
 ORDER BY t.relname, coalesce(k.contype, 'i') <> 'p', x.relname
