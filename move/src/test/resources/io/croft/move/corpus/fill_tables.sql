-- Rows for the keys and shapes.
INSERT INTO key_bool (k) VALUES (true), (false);
INSERT INTO key_int8 (k) SELECT n * 1000 FROM generate_series(-50, 50) n;
INSERT INTO key_numeric (k) VALUES (1.0), (2.00), ('NaN'), ('Infinity'), (-0.00), (1e50), (0.1), (0.11), (123456789012345678901234567890.123450);
INSERT INTO key_float8 (k) VALUES ('-0'), (1), ('NaN'), ('Infinity'), ('-Infinity'), (4.9406564584124654e-324), (0.1), (0.30000000000000004);
INSERT INTO key_money (k) SELECT n::money FROM unnest(ARRAY[-92233720368547758.08, 0, 1234.56]) n;
INSERT INTO key_oid (k) VALUES (0), (4294967295), (7);
INSERT INTO key_xid8 (k) VALUES ('0'), ('18446744073709551615'), ('7');
INSERT INTO key_lsn (k) VALUES ('0/0'), ('FFFFFFFF/FFFFFFFF'), ('A/1');
INSERT INTO key_text_c (k) SELECT unnest(ARRAY['', ' ', 'a', 'A', 'ä', 'a ', 'NULL', '\', '"', '{', ',', '''', E'\n', E'\t', '\N', '(', '?', '漢', '😀', U&'e\0301', 'é', '%s']);
INSERT INTO key_text_icu (k) SELECT k FROM key_text_c;
INSERT INTO key_varchar (k) SELECT k FROM key_text_c;
INSERT INTO key_bpchar (k) VALUES (''), ('a'), ('ab   '), ('A'), ('\'), ('"'), ('ü');
INSERT INTO key_char (k) VALUES (''), ('a'), ('\'), ('"'), (','), (' ');
INSERT INTO key_name (k) VALUES (''), ('a'), ('NULL'), ('A b"'), (repeat('x', 63));
INSERT INTO key_bytea (k) VALUES (''), ('\x00'), ('\x5c'), ('\xff'), ('\x0000');
INSERT INTO key_uuid (k) SELECT md5(n::text)::uuid FROM generate_series(1, 40) n;
INSERT INTO key_bit (k) SELECT n::bit(3) FROM generate_series(0, 7) n;
INSERT INTO key_varbit (k) VALUES (''), ('0'), ('1'), ('00'), ('10');
INSERT INTO key_date (k) VALUES ('infinity'), ('-infinity'), ('4713-01-01 BC'), ('5874897-12-31'), ('2026-01-01');
INSERT INTO key_timetz (k) VALUES ('24:00-15:59:59'), ('00:00+15:59:59'), ('12:00+00'), ('12:00+01');
INSERT INTO key_timestamptz (k) VALUES ('infinity'), ('-infinity'), ('4713-01-01 00:00:00+00 BC'), ('2026-10-25 02:30:00.000001+02');
INSERT INTO key_interval (k) VALUES ('1 mon'), ('1 day'), ('-1 mon +1 day'), ('0'), ('-00:00:00.000001');
INSERT INTO key_inet (k) VALUES ('10.0.0.1'), ('10.0.0.1/8'), ('::'), ('::1/64'), ('0.0.0.0/0');
INSERT INTO key_macaddr8 (k) VALUES ('00:00:00:00:00:00:00:00'), ('ff:ff:ff:ff:ff:ff:ff:ff');
INSERT INTO key_jsonb (k) VALUES ('{"a": 1.0}'), ('null'), ('[]'), ('{}'), ('"\""'), ('[1, "a,b"]');
INSERT INTO key_tsvector (k) VALUES (''), ('''a b'':1A'), ('a:1'), ('a b');
INSERT INTO key_range (k) VALUES ('empty'), ('(,)'), ('[1,5)'), ('[1,)');
INSERT INTO key_own_range (k) VALUES ('empty'), ('(,)'), ('[1.0,5)'), ('[1.5,)');
INSERT INTO key_multirange (k) VALUES ('{}'), ('{(,)}'), ('{[1.0,2),[3,4)}');
INSERT INTO key_enum (k) VALUES ('calm'), ('it''s "busy"'), ('ünruhig'), ('');
INSERT INTO key_composite (k) VALUES ((1, 'a')), ((1, NULL)), ((NULL, '')), ((2, 'q"uo,te\(')), ((NULL, NULL));
INSERT INTO key_domain (k) VALUES (''), ('a'), ('A'), ('ü');
INSERT INTO key_ints (k) VALUES ('{}'), ('{1}'), ('{1,2}'), ('{{1},{2}}'), ('[0:1]={3,4}'), ('{NULL}');
INSERT INTO key_texts (k) VALUES ('{}'), ('{""}'), ('{NULL}'), ('{"NULL"}'), (ARRAY['a,b', '"', '\', '{}', ' ']), ('{{a,b},{c,d}}');
INSERT INTO key_moods (k) VALUES ('{}'), ('{calm}'), ('{calm,"it''s \"busy\"",NULL}');
INSERT INTO key_composites (k) VALUES ('{}'), (ARRAY[(1, 'a,"'), NULL]::key_part[]), (ARRAY[(NULL, '\')]::key_part[]);
INSERT INTO key_citext (k) VALUES (''), ('MiXed'), ('lower'), ('UPPER'), ('ü');
INSERT INTO key_hstore (k) VALUES (''), ('a=>1'), ('a=>NULL, b=>"x,\"y\""');
INSERT INTO key_ltree (k) VALUES (''), ('Top'), ('Top.Science'), ('top');
INSERT INTO key_outside (k, long) SELECT repeat(chr(96 + n), 2400), repeat(chr(96 + n), 5000) FROM generate_series(1, 8) n;
INSERT INTO key_many ("Key ""one""", b, c, d, e)
  SELECT m, (n, 'x,' || n)::key_part, ARRAY[n, NULL], 'Ci' || n, n / 10.0 FROM generate_series(1, 30) n, unnest(ARRAY['calm', '']::mood[]) m;

INSERT INTO one_column DEFAULT VALUES;
INSERT INTO wide (id) SELECT generate_series(1, 20);
UPDATE wide SET c3 = true, c4 = now(), c5 = 1, c6 = 'six', c7 = 7.70, c199 = '2026-01-01', c200 = 200 WHERE id % 2 = 0;
INSERT INTO "Odd ""Table"" it's %s ? $1" VALUES (DEFAULT, 1, 'u', 'a b', 'ü', 'q"', '''', '%s', '?', '\', '$1', 'r', 'd', 't', 'g', 'b', 'k', 'o', 'p');
INSERT INTO "Odd ""Table"" it's %s ? $1" ("select") VALUES (2);
INSERT INTO dropped (id, late) VALUES (1, 'l'), (2, NULL), (3, '');
INSERT INTO identity_always (long) SELECT repeat(chr(96 + n), 4000) FROM generate_series(1, 20) n;
INSERT INTO identity_beside (id, long, m, x, p) SELECT n, repeat(chr(96 + n), 4000), 'calm', '<a/>', ROW(n, ',', ''::mood)::inner_part FROM generate_series(1, 20) n;
INSERT INTO generated (id, t, after) VALUES (1, 'x', 'y'), (2, NULL, NULL), (3, '', ''), (4, repeat('long', 3000), 'z');
INSERT INTO one_of (id, place, code, state) VALUES (1, 1, NULL, 'calm'), (2, 2, '', ''), (3, 3, 'c', ''), (4, 4, 'd', 'ünruhig');
INSERT INTO room_use (id, room, during) SELECT n, n % 3, tstzrange('2026-01-01'::timestamptz + n * interval '1 hour', '2026-01-01'::timestamptz + (n + 1) * interval '1 hour') FROM generate_series(1, 30) n;
INSERT INTO hen SELECT croft.tenant(), n, n FROM generate_series(1, 5) n;
INSERT INTO egg SELECT croft.tenant(), n, n FROM generate_series(1, 5) n;
INSERT INTO tree (id, parent) SELECT n, nullif(n / 2, 0) FROM generate_series(1, 30) n;
INSERT INTO tree (id, parent) VALUES (99, 99);
INSERT INTO audited (id, t) SELECT n, 't' || n FROM generate_series(1, 20) n;
INSERT INTO long_value (id, extended, external, main, plain, by, j, a)
  SELECT n, (SELECT string_agg(md5((n * i)::text), '') FROM generate_series(1, 300) i), repeat('e', 5000), repeat('m', 20000), repeat('p', 2000),
         decode(repeat('00ff5c', 4000), 'hex'), jsonb_build_object('long', repeat('j', 9000)), array_fill('a'::text, ARRAY[2000])
  FROM generate_series(1, 6) n;
INSERT INTO long_value (id, extended) VALUES (100, repeat('very long ', 1000000));
INSERT INTO identity_full (id, extended, external) SELECT id, extended, external FROM long_value WHERE id < 100;
INSERT INTO identity_index (id, t) SELECT n, 't' || n FROM generate_series(1, 20) n;
INSERT INTO by_list (region, day, id, t, m)
  SELECT (ARRAY['eu', 'uk', 'np', 'ünter'])[n % 4 + 1], '2025-12-15'::date + n, n, repeat('t', n * 100), 'calm' FROM generate_series(1, 40) n;
INSERT INTO by_hash (m, id, long) SELECT m, n, repeat('h', 3000) FROM generate_series(1, 10) n, unnest(enum_range(NULL::mood)) m;
