-- What differs between the gate of this database and the same scripts run into the schema croft_canon.
WITH functions AS (
  SELECT n.nspname AS place,
         replace(p.oid::regprocedure::text, 'croft_canon.', 'croft.') AS object,
         jsonb_build_object(
           'body', replace(coalesce(pg_get_function_sqlbody(p.oid), p.prosrc), 'croft_canon.', 'croft.'),
           'arguments', replace(pg_get_function_arguments(p.oid), 'croft_canon.', 'croft.'),
           'result', replace(pg_get_function_result(p.oid), 'croft_canon.', 'croft.'),
           'language', (SELECT l.lanname FROM pg_language l WHERE l.oid = p.prolang),
           'volatility', p.provolatile, 'parallel', p.proparallel, 'definer', p.prosecdef,
           'leakproof', p.proleakproof, 'strict', p.proisstrict, 'settings', p.proconfig,
           'owner', p.proowner::regrole, 'rights', (
             SELECT jsonb_agg(DISTINCT concat_ws(' ', CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE a.grantee::regrole::text END,
               a.privilege_type, a.is_grantable))
             FROM aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a)) AS facts,
         CASE WHEN n.nspname = 'croft_canon' THEN replace(pg_get_functiondef(p.oid), 'croft_canon.', 'croft.') END
           AS definition, (
           SELECT array_agg(DISTINCT CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE a.grantee::regrole::text END)
           FROM aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
           WHERE a.grantee <> p.proowner) AS callers
  FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
  WHERE n.nspname IN ('croft', 'croft_canon')
), relations AS (
  SELECT n.nspname AS place, 'croft.' || c.relname AS object,
         jsonb_build_object(
           'kind', c.relkind, 'owner', c.relowner::regrole, 'row security', c.relrowsecurity,
           'columns', (
             SELECT jsonb_agg(concat_ws(' ', a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,
               pg_get_expr(d.adbin, d.adrelid)) ORDER BY a.attname)
             FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
             WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND c.relkind = 'r'),
           'constraints', (
             SELECT jsonb_agg(DISTINCT replace(pg_get_constraintdef(k.oid), 'croft_canon.', 'croft.')) FROM pg_constraint k
             WHERE k.conrelid = c.oid AND k.contype <> 'n'),
           'triggers', (
             SELECT jsonb_agg(g.tgname) FROM pg_trigger g WHERE g.tgrelid = c.oid AND NOT g.tgisinternal),
           'indexes', (
             SELECT jsonb_agg(replace(pg_get_indexdef(i.indexrelid), 'croft_canon.', 'croft.')
               ORDER BY i.indexrelid::regclass::text)
             FROM pg_index i WHERE i.indrelid = c.oid),
           'rights', (
             SELECT jsonb_agg(DISTINCT concat_ws(' ', CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE a.grantee::regrole::text END,
               a.privilege_type, a.is_grantable))
             FROM aclexplode(coalesce(c.relacl, acldefault(CASE c.relkind WHEN 'S' THEN 's'::"char" ELSE 'r' END, c.relowner))) a)) AS facts,
         NULL::text AS definition, NULL::text[] AS callers
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname IN ('croft', 'croft_canon') AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
), everything AS (
  SELECT * FROM functions UNION ALL SELECT * FROM relations
)
SELECT object,
       CASE WHEN present.facts IS NULL THEN 'missing'
            WHEN canon.facts IS NULL THEN 'foreign'
            ELSE 'altered: ' || (
              SELECT string_agg(k, ', ' ORDER BY k) FROM jsonb_object_keys(canon.facts) k
              WHERE canon.facts -> k IS DISTINCT FROM present.facts -> k) END,
       CASE WHEN canon.definition IS NOT NULL THEN concat_ws(E';\n',
         rtrim(canon.definition, E'\n'),
         format('ALTER FUNCTION %s OWNER TO croft_owner', object),
         format('REVOKE ALL ON FUNCTION %s FROM %s', object,
           array_to_string(array_append(array_remove(present.callers, 'PUBLIC'), 'PUBLIC'), ', ')),
         'GRANT EXECUTE ON FUNCTION ' || object || ' TO ' || array_to_string(canon.callers, ', ')) END
FROM (SELECT * FROM everything WHERE place = 'croft') present
FULL JOIN (SELECT * FROM everything WHERE place = 'croft_canon') canon USING (object)
WHERE present.facts IS DISTINCT FROM canon.facts
ORDER BY object
