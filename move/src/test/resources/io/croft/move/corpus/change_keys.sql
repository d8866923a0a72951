-- Keys of every kind: rows of which only the counter changes, others of which the key does, and new ones.
DO $$
DECLARE
  name text;
BEGIN
  FOR name IN
    SELECT c.relname FROM pg_class c
    WHERE c.relnamespace = current_schema()::text::regnamespace AND c.relkind = 'r' AND c.relname ~ '^key_'
    ORDER BY 1
  LOOP
    EXECUTE format('UPDATE %I SET n = n + 1', name);
    IF name NOT IN ('key_many') THEN
      EXECUTE format('WITH gone AS (DELETE FROM %1$I WHERE n %% 2 = 0 RETURNING *)'
        ' INSERT INTO %1$I SELECT * FROM gone', name);
      EXECUTE format('UPDATE %I SET long = repeat(''l'', 4000), n = n + 1 WHERE n %% 3 = 0', name);
    END IF;
  END LOOP;
END
$$;

-- Equal as keys, and yet another value.
UPDATE key_numeric SET k = CASE WHEN scale(k) = 1 THEN 1.00 ELSE 1.0 END WHERE k = 1;
UPDATE key_numeric SET k = CASE WHEN scale(k) = 2 THEN 2.000 ELSE 2.00 END, n = n + 1 WHERE k = 2;
UPDATE key_float8 SET k = CASE WHEN k::text = '0' THEN '-0' ELSE '0' END::float8 WHERE k = 0;
UPDATE key_interval SET k = CASE WHEN k::text = '1 mon' THEN '30 days' WHEN k::text = '30 days' THEN '720:00' ELSE '1 mon' END::interval WHERE k = '1 mon';
UPDATE key_jsonb SET k = CASE WHEN k::text = '{"a": 1.0}' THEN '{"a": 1.00}' ELSE '{"a": 1.0}' END::jsonb WHERE k = '{"a": 1}';
UPDATE key_own_range SET k = CASE WHEN k::text = '[1.0,5)' THEN '[1.00,5.0)' ELSE '[1.0,5)' END::prices WHERE k = '[1,5)';
UPDATE key_citext SET k = CASE WHEN k::text = 'MiXed' THEN 'mIxED' ELSE 'MiXed' END WHERE k OPERATOR(public.=) 'mixed'::public.citext;
UPDATE key_many SET e = e + 0.000, d = CASE WHEN d::text ~ '^C' THEN lower(d::text) ELSE 'Ci' || substr(d::text, 3) END::public.citext WHERE e < 1;

-- Other keys.
UPDATE key_int8 SET k = -k - 1 WHERE k < 0;
UPDATE key_text_c SET k = k || '''"\,{}' WHERE length(k) < 6;
UPDATE key_text_icu SET k = k || 'é' WHERE length(k) BETWEEN 1 AND 5;
UPDATE key_bpchar SET k = CASE k WHEN 'a' THEN 'a  b' ELSE 'a' END WHERE k IN ('a', 'a  b');
UPDATE key_bytea SET k = k || '\x5cff' WHERE length(k) < 9;
UPDATE key_uuid SET k = md5(k::text)::uuid WHERE n % 2 = 0;
UPDATE key_timestamptz SET k = k + interval '1 microsecond' WHERE isfinite(k);
UPDATE key_enum SET k = 'calm', long = NULL WHERE k = '' AND NOT EXISTS (SELECT FROM key_enum WHERE k = 'calm');
UPDATE key_enum SET k = '' WHERE k = 'calm' AND NOT EXISTS (SELECT FROM key_enum WHERE k = '');
DELETE FROM key_enum WHERE k = 'calm';
UPDATE key_composite SET k = (coalesce((k).a, 0) + 1, (k).b)::key_part WHERE (k).b IS NOT NULL;
UPDATE key_ints SET k = k || 5 WHERE array_ndims(k) = 1;
UPDATE key_texts SET k = k || '",\'::text WHERE array_ndims(k) = 1 AND cardinality(k) < 20;
UPDATE key_composites SET k = k || (7, '"')::key_part WHERE cardinality(k) < 20;
UPDATE key_moods SET k = k || 'ünruhig'::mood WHERE cardinality(k) < 20;
UPDATE key_hstore SET k = (k::text || CASE WHEN k::text = '' THEN '' ELSE ', ' END || '"n"=>"' || n || '"')::public.hstore WHERE k::text NOT LIKE '%"n"%';
UPDATE key_ltree SET k = CASE WHEN k::text = 'top' THEN 'TOP' ELSE 'top' END::public.ltree WHERE lower(k::text) = 'top' AND k::text <> 'Top';
UPDATE key_outside SET n = n + 1;
UPDATE key_outside SET k = translate(k, 'abc', 'ABC') WHERE k ~ '^[abc]';
UPDATE key_outside SET k = lower(k), n = 0 WHERE k ~ '^A';
UPDATE key_many SET c = c || n, b = (NULL, (b).b)::key_part WHERE e > 2.5 AND cardinality(c) < 20;
DELETE FROM key_many WHERE e BETWEEN 2 AND 2.2;
