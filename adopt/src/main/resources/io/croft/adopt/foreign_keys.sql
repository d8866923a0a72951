-- The foreign keys of the current schema, and those of others to its tables.
SELECT k.conrelid AS relation, k.conrelid::regclass::text AS of_table, k.confrelid AS target,
       k.confrelid::regclass::text AS of_target, quote_ident(k.conname) AS name,
       own.names AS columns, other.names AS target_columns,
       own.tenant AS has_tenant, other.tenant AS target_has_tenant,
       coalesce(own.tenant_place = other.tenant_place, false) AS tenant_paired, own.nullable,
       k.confmatchtype::text AS match, k.confupdtype::text AS on_update, k.confdeltype::text AS on_delete,
       (SELECT array_agg(quote_ident(a.attname) ORDER BY s.place)
          FROM unnest(k.confdelsetcols) WITH ORDINALITY s (attnum, place)
          JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = s.attnum) AS set_columns,
       k.condeferrable AS deferrable, k.condeferred AS deferred, k.convalidated AS validated,
       coalesce((to_jsonb(k) ->> 'conperiod')::boolean, false) AS period,
       coalesce((to_jsonb(k) ->> 'conenforced')::boolean, true) AS enforced,
       obj_description(k.oid, 'pg_constraint') AS comment
  FROM pg_constraint k
  JOIN pg_class r ON r.oid = k.conrelid
  JOIN pg_class f ON f.oid = k.confrelid
 CROSS JOIN LATERAL (
    SELECT array_agg(quote_ident(a.attname) ORDER BY u.place) AS names, bool_or(a.attname = 'tenant_id') AS tenant,
           max(u.place) FILTER (WHERE a.attname = 'tenant_id') AS tenant_place, bool_or(NOT a.attnotnull) AS nullable
      FROM unnest(k.conkey) WITH ORDINALITY u (attnum, place)
      JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.attnum) own
 CROSS JOIN LATERAL (
    SELECT array_agg(quote_ident(a.attname) ORDER BY u.place) AS names, bool_or(a.attname = 'tenant_id') AS tenant,
           max(u.place) FILTER (WHERE a.attname = 'tenant_id') AS tenant_place
      FROM unnest(k.confkey) WITH ORDINALITY u (attnum, place)
      JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = u.attnum) other
 WHERE k.contype = 'f' AND k.conparentid = 0
   AND quote_ident(current_schema())::regnamespace IN (r.relnamespace, f.relnamespace)
 ORDER BY r.relname, k.conname
