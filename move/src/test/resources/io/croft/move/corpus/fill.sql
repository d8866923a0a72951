-- Edge values of every type, as the application of one tenant writes them.
INSERT INTO number (id, b, i2, i4, i8) VALUES
  (1, true, -32768, -2147483648, -9223372036854775808), (2, false, 32767, 2147483647, 9223372036854775807), (3, NULL, 0, 0, 0);
INSERT INTO number (id, n, n2, tens, deep) VALUES
  (10, 'NaN', 'NaN', 'NaN', 'NaN'), (11, 'Infinity', NULL, NULL, NULL), (12, '-Infinity', NULL, NULL, NULL),
  (13, 1.0, 1.0, 1499, 1), (14, 1.00, 0.005, -1500, 1e-500), (15, -0.000, -0.00, 999999999, -0.0),
  (16, repeat('9', 2000)::numeric, 9999999999.99, 0, repeat('9', 499)::numeric),
  (17, ('0.' || repeat('0', 1500) || '10')::numeric, 0, 0, ('-0.' || repeat('7', 500))::numeric), (18, 1e131071, 0, 0, 0), (19, 0e-16383, 0, 0, 0);
INSERT INTO number (id, f4, f8) VALUES
  (20, 'NaN', 'NaN'), (21, 'Infinity', 'Infinity'), (22, '-Infinity', '-Infinity'), (23, '-0', '-0'), (24, '0', '0'),
  (25, 1.4e-45, 4.9406564584124654e-324), (26, -1.1754942e-38, 2.2250738585072009e-308), (27, 3.4028235e38, 1.7976931348623157e308),
  (28, 0.1, 0.1), (29, 16777217, 9007199254740993), (30, 0.30000001192092896, 0.30000000000000004), (31, 1e15, 1e22), (32, 0, 1e-7);
INSERT INTO number (id, m, o, x, x8, c, t, lsn, i2s, os, snapshot, old_snapshot) VALUES
  (40, '-92233720368547758.08'::numeric::money, 0, '0', '0', '0', '(0,0)', '0/0', '', '', '1:1:', '1:1:'),
  (41, '92233720368547758.07'::numeric::money, 4294967295, '4294967295', '18446744073709551615', '4294967295', '(4294967295,65535)', 'FFFFFFFF/FFFFFFFF',
   '-32768 0 32767', '0 4294967295', '10:20:10,14,15', '10:20:10,14,15'),
  (42, (-0.01)::numeric::money, 1, '3', '3', '1', '(1,1)', '16/B374D848', '1', '1 1', '9223372036854775806:9223372036854775807:', '10:20:');

INSERT INTO word (id, t, v, v5, c, one, nm, cursor) VALUES
  (1, '', '', '', '', '', '', ''), (2, ' ', '  ', '     ', '  x', ' ', ' ', ' '),
  (3, E'\t\n\r\b\f\x0b\x1b\x01\x7f', E'\\N', E'\\.', E'\\', '\', 'NULL', '\N'),
  (4, E'\\.\n\\.\n', E'a\\tb', 'a,"b"', '''', '"', '"quoted ''name''"', '{}'),
  (5, 'ünïcødé 漢字 😀 e' || U&'\0301' || U&'\200B\FEFF\FFFF\+10FFFF', '(,)', '(),{}', 'ü', '~', 'üü', '?'),
  (6, 'NULL', 'null', 'NULL', 'null', 'N', 'null', 'null'), (7, 'x   ', 'x ', 'x   ', 'x', 'x', 'x ', 'x '),
  (8, '${a} %s $1 ? ?? :b \u0041', '{"a":1}', '$$', '%', '?', repeat('n', 63), repeat('c', 3000)::refcursor);
INSERT INTO word (id, by, u, b, vb, vb5) VALUES
  (20, '', '00000000-0000-0000-0000-000000000000', B'000000000', B'', B''),
  (21, (SELECT string_agg(decode(lpad(to_hex(n), 2, '0'), 'hex'), '') FROM generate_series(0, 255) n),
   'ffffffff-ffff-ffff-ffff-ffffffffffff', B'111111111', repeat('10', 5000)::varbit, B'10101'),
  (22, '\x00', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', B'000000001', B'0', B'0'), (23, '\x5c2e0a', NULL, NULL, NULL, NULL);

INSERT INTO document (id, x) VALUES
  (1, ''), (2, 'text <a b="c''d">&amp;&#13;&#x1F600;</a><!-- - --><?pi x?>'), (3, '<![CDATA[<&]]>'),
  (4, XMLPARSE(DOCUMENT '<!DOCTYPE a [<!ENTITY e "v">]><a>&e;</a>')), (5, '<?xml version="1.0" standalone="yes"?><a/>'),
  (6, E'<a>\n\t tab\\.\r\n</a>'), (7, ('<?xml version="1.1"?><a>' || repeat('x', 9000) || '</a>')::xml);
INSERT INTO document (id, j, jb) VALUES
  (20, 'null', 'null'), (21, '  { "a" : 1.50 ,"a":2, "a":[ ] }  ', '{"a": 1.50, "b": 1e400, "c": -0.0, "d": 1E-400, "e": 100e-2}'),
  (22, '"\u0000 \ud83d\ude00 \/ \u0041"', '"\ud83d\ude00 \/ \u0041 \" \\ \b\f\n\r\t \u001f \u007f"'),
  (23, (repeat('[', 1000) || repeat(']', 1000))::json, (repeat('{"k":[', 500) || '1' || repeat(']}', 500))::jsonb),
  (24, '{}', '{}'), (25, '[]', '[]'), (26, '""', '{"": {"": [null, true, false, "", [], {}]}}'),
  (27, '1e99999', ('1' || repeat('0', 3000) || '.' || repeat('0', 100))::jsonb), (28, '-0', '-0'),
  (29, E'{"line":\n"x"}', (SELECT jsonb_object_agg('key ' || n, repeat('v', n)) FROM generate_series(1, 300) n));
INSERT INTO document (id, path, v, q, config, dictionary, collation_name) VALUES
  (40, '$', '', '', 'english', 'simple', '"C"'), (41, 'strict $."a b"[*] ? (@.x like_regex "^a\\d" flag "i")', '''a b'':1A,2B ''it''''s'':16383C ''\\'' ''ü'':3',
   '''a b'':*AB & !(''it''''s'' <-> ''x'' <5> ''y'') | ''\\''', 'simple', 'english_stem', '"und-x-icu"'),
  (42, 'lax $.**{2 to last}.size() == 1e400', to_tsvector('english', repeat('many different words n1 n2 n3 ', 300)), '!!a', NULL, NULL, '"default"'),
  (43, '$.keyvalue().key', array_to_tsvector(ARRAY['y', 'B', ' ', ',']), NULL, 'pg_catalog.french', NULL, NULL);

INSERT INTO moment (id, d, t, t3, tz, ts, ts0, tstz) VALUES
  (1, 'infinity', '24:00', '24:00', '24:00-15:59:59', 'infinity', 'infinity', 'infinity'),
  (2, '-infinity', '00:00', '00:00', '00:00+15:59:59', '-infinity', '-infinity', '-infinity'),
  (3, '4713-01-01 BC', '23:59:59.999999', '23:59:59.999', '23:59:59.999999+00', '4713-01-01 00:00:00 BC', '4713-01-01 00:00:00 BC', '4713-01-01 00:00:00+00 BC'),
  (4, '5874897-12-31', '00:00:00.000001', '00:00:00.001', '12:00:00.000001-00:00:01', '294276-12-31 23:59:59.999999', '294276-12-31 23:59:59', '294276-12-31 23:59:59.999999+00'),
  (5, '0001-12-31 BC', '12:00', '12:00', '12:00+05:45', '0001-12-31 23:59:59.999999 BC', '0001-12-31 23:59:59 BC', '0001-12-31 23:59:59.999999+00 BC'),
  (6, '10000-01-01', '01:02:03', '01:02:03', '01:02:03+14', '1969-12-31 23:59:59.999999', '1970-01-01', '2026-03-29 01:59:59.999999+01'),
  (7, '2000-02-29', '02:30', '02:30', '02:30-12', '2026-10-25 02:30:00', '1883-11-18 12:03:58', '1883-11-18 12:03:57.5-04:56:02');
INSERT INTO moment (id, i, months) VALUES
  (20, '0', '0'), (21, '-1 year +2 mons -3 days +04:05:06.000007', '-1 year -1 mon'), (22, '178000000 years', '178000000 years'), (23, '-178000000 years', '1 mon'),
  (24, '2147483647 days 2562047788:00:54.775807', '11 mons'), (25, '1 mon', NULL), (26, '30 days', NULL), (27, '720:00', NULL), (28, '-0.000001 s', NULL),
  (29, '1 day -23:59:59.999999', NULL), (30, '-1 mon +1 day', NULL), (31, '00:00:59.999999', NULL);

INSERT INTO place (id, i, c, m, m8) VALUES
  (1, '0.0.0.0/0', '0.0.0.0/0', '00:00:00:00:00:00', '00:00:00:00:00:00:00:00'), (2, '10.1.2.3/8', '10.0.0.0/8', 'ff:ff:ff:ff:ff:ff', 'ff:ff:ff:ff:ff:ff:ff:ff'),
  (3, '::', '::/0', '08:00:2b:01:02:03', '08:00:2b:01:02:03:04:05'), (4, 'fe80::1/64', '2001:db8::/32', NULL, '08:00:2b:ff:fe:01:02:03'),
  (5, '::ffff:1.2.3.4/128', '10.1.2.3/32', NULL, NULL), (6, '255.255.255.255/31', 'ffff::/16', NULL, NULL);
INSERT INTO place (id, p, l, s, b, pa, po, ci) VALUES
  (20, '(0,0)', '{1,0,0}', '[(0,0),(0,0)]', '(0,0),(0,0)', '[(0,0)]', '((0,0))', '<(0,0),0>'),
  (21, '(-0,NaN)', '{-1,0.1,1e308}', '[(Infinity,-Infinity),(NaN,-0)]', '(1,1),(-1,-1)', '((1,2),(3,4),(-0,5))', '((0,0),(1e-300,1),(1,0))', '<(NaN,Infinity),1e308>'),
  (22, '(4.9406564584124654e-324,1.7976931348623157e308)', '{0,-1,0.30000000000000004}', '[(1,2),(3,4)]', '(1e308,2),(0.1,-0)',
   (SELECT ('[' || string_agg(format('(%s,%s)', n, n / 7.0), ',') || ']')::path FROM generate_series(1, 900) n), '((0,0),(0,0),(0,0))', '<(1,2),3>');

INSERT INTO span (id, i4, i8, n, ts, tstz, d, i4s, i8s, ns, tss, tstzs, ds) VALUES
  (1, 'empty', 'empty', 'empty', 'empty', 'empty', 'empty', '{}', '{}', '{}', '{}', '{}', '{}'),
  (2, '(,)', '(,)', '(,)', '(,)', '(,)', '(,)', '{(,)}', '{(,)}', '{(,)}', '{(,)}', '{(,)}', '{(,)}'),
  (3, '[1,1]', '(1,5]', '[1.0,1.00]', '[-infinity,infinity]', '(infinity,)', '[2026-01-01,infinity)', '{[1,2),[5,9)}', '{(,1),[3,)}', '{[1.0,2.00),(3,NaN]}',
   '{["2026-01-01 00:00:00","2026-01-02 00:00:00")}', '{(,"2026-01-01 00:00:00+00"),["4713-01-01 00:00:00+00 BC",)}', '{[2026-01-01,2026-02-01),(infinity,)}'),
  (4, '[-2147483648,2147483646]', '[-9223372036854775808,9223372036854775806]', '(-Infinity,Infinity)', '("4713-01-01 00:00:00 BC",]', '[,]', '(,4713-01-02 BC)',
   NULL, NULL, NULL, NULL, NULL, NULL);

INSERT INTO own_type (id, m, ms, p, ps, code, t, i, o, os, r, rs, w, ws) VALUES
  (1, 'it''s "busy"', ARRAY['calm', NULL, '', 'it''s "busy"']::mood[], 1.50, ARRAY[1, 2.00, NULL]::positive[], 'abc', '{1,2,3}', (1, 'x', 'calm'),
   ((1, 'a,"b"\(c)', 'ünruhig'), ARRAY[(NULL, NULL, NULL), (1, '', ''), NULL]::inner_part[], 0.10, '-infinity'),
   ARRAY[(NULL, NULL, NULL, NULL), ((NULL, '"', NULL), '{}', 1, 'infinity')]::outer_part[], '[1.0,2.00)', '{[1,2),(3,)}', '["a,b","c""d")', ARRAY['empty', '(,)', NULL]::prices[]),
  (2, '', '{}', NULL, '[3:4]={5,6}', '', '[7:9]={NULL,NULL,1}', (NULL, NULL, NULL), NULL, '{}', 'empty', '{}', '(,)', '{}'),
  (3, NULL, NULL, 1e100, NULL, 'z', NULL, ROW(NULL, '', NULL), ROW(NULL, NULL, NULL, NULL), NULL, NULL, NULL, '["","\\")', '[-2:-1]={"[0.0,0.00]",NULL}');
INSERT INTO row_type (id, whole, wholes) SELECT 1, src, ARRAY[src, NULL] FROM own_type src WHERE id = 1;
INSERT INTO row_type (id, whole, wholes) SELECT 2, NULL, array_agg(src ORDER BY id) FROM own_type src;

INSERT INTO list (id, b, i, n, f, t, c, one, by, u, tstz) VALUES
  (1, '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}'),
  (2, '{t,NULL,f}', '[-5:-3][7:8]={{1,2},{3,NULL},{5,6}}', '{{{1.0,NaN}},{{1.00,-Infinity}}}', '{-0,NaN,Infinity,4.9406564584124654e-324}',
   ARRAY['', 'NULL', NULL, 'null', '{}', '"', '\', ',', ' x ', E'\n'], ARRAY['a', 'ab ', NULL], ARRAY['', ',', '"', NULL]::"char"[], ARRAY['\x'::bytea, '\x5c', NULL],
   ARRAY[NULL]::uuid[], ARRAY['infinity', '4713-01-01 00:00:00+00 BC', NULL]::timestamptz[]),
  (3, '[2147483640:2147483641]={t,f}', '{{{{{{1}}}}}}', NULL, '[0:0]={1}', (SELECT array_agg(repeat(n::text, 100)) FROM generate_series(1, 500) n), NULL, NULL, NULL, NULL, NULL);
INSERT INTO list (id, i2, j, jb, x, bx, p, r, rs, v, a, m) VALUES
  (20, ARRAY['1 mon', '-1 day +00:00:01', NULL]::interval[], ARRAY['{"a": "b,\"c\""}', 'null', NULL]::json[], ARRAY['[1.50]', NULL]::jsonb[], ARRAY['<a b="c"/>', '', NULL]::xml[],
   '{(1,1),(0,0);(2,2),(-0,-0)}', '{"(1,2)",NULL}', '{empty,"[1,5)",NULL}', '{"{}","{[1.0,2),[3,4.00]}"}', ARRAY['''a b'':1', NULL]::tsvector[], '{10.0.0.1/8,::1}', ARRAY[-1.00, 1000]::numeric[]::money[]);

INSERT INTO extension_type (id, c, h, l, q, cs, hs) VALUES
  (1, 'MiXed', '"a"=>"b,\"c\"", "n"=>NULL, ""=>""', 'Top.Science', '*.a|b*@{1,2}.!c', '{A,a,"B \"q\"",NULL}', ARRAY['a=>1', NULL]::public.hstore[]),
  (2, '', '', '', '*', '{}', '{}');

-- What only newer versions know.
DO $$
BEGIN
  IF to_regclass('virtual_column') IS NOT NULL THEN
    INSERT INTO virtual_column (id, t, after) VALUES (1, 'x', 'y'), (2, NULL, NULL), (3, repeat('long', 3000), '');
  END IF;
  IF current_setting('server_version_num')::integer >= 170000 THEN
    INSERT INTO moment (id, i) VALUES (50, 'infinity'), (51, '-infinity');
  END IF;
END
$$;
