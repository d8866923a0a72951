-- What a tenant does to all this while it is being moved; may be done any number of times.
DELETE FROM number WHERE id > 1000;
INSERT INTO number SELECT (json_populate_record(src, json_build_object('id', src.id + 1000))).* FROM number src;
UPDATE number SET id = id + 1000 WHERE id > 1020;
UPDATE number SET n = n + 0.000 WHERE id > 2000;
DELETE FROM word WHERE id > 1000;
INSERT INTO word SELECT (json_populate_record(src, json_build_object('id', src.id + 1000))).* FROM word src;
UPDATE word SET t = v, v = t WHERE id < 1000;
DELETE FROM document WHERE id > 1000;
INSERT INTO document SELECT (json_populate_record(src, json_build_object('id', src.id + 1000))).* FROM document src;
UPDATE document SET jb = jb || '{"new": 1.500}' WHERE jsonb_typeof(jb) = 'object' AND id > 1000;
UPDATE document SET id = id + 1 WHERE id = 1043;
DELETE FROM moment WHERE id > 1000;
INSERT INTO moment SELECT (json_populate_record(src, json_build_object('id', src.id + 1000))).* FROM moment src;
UPDATE moment SET i = -i WHERE id IN (21, 25, 28);
DELETE FROM place WHERE id > 1000;
INSERT INTO place SELECT (json_populate_record(src, json_build_object('id', src.id + 1000))).* FROM place src;
UPDATE place SET p = point(p[1], p[0]) WHERE id > 1000;
DELETE FROM span WHERE id > 1000;
INSERT INTO span SELECT (json_populate_record(src, json_build_object('id', src.id + 1000))).* FROM span src;
UPDATE span SET ns = ns + '{[100.0,200.00)}' WHERE id > 1000;
DELETE FROM own_type WHERE id > 1000;
INSERT INTO own_type SELECT (json_populate_record(src, json_build_object('id', src.id + 1000))).* FROM own_type src;
UPDATE own_type SET i."b ""c" = (i)."b ""c" || '",(' WHERE id = 1001;
UPDATE own_type SET ms[7] = 'calm', r = prices(1.0, 3.000) WHERE id = 1002;
UPDATE row_type SET id = -id;
UPDATE list SET i[20] = 7 WHERE id = 1 OR id = 3 AND array_ndims(i) = 1;
UPDATE list SET t = t || '"\,'::text, id = id + 100 WHERE id IN (1, 2, 3);
UPDATE list SET id = id - 100 WHERE id > 100;
UPDATE extension_type SET c = upper(c::text)::public.citext WHERE id = 2;
UPDATE extension_type SET c = CASE WHEN c::text = 'MiXed' THEN 'mixed' ELSE 'MiXed' END WHERE id = 1;

-- Identities: new ones for keys, other values outside of keys, with values that lie outside of their rows.
UPDATE identity_always SET n = n + 1 WHERE id % 2 = 0;
UPDATE identity_always SET id = DEFAULT WHERE id IN (SELECT id FROM identity_always ORDER BY id LIMIT 3);
UPDATE identity_beside SET n = n + 1 WHERE id <= 5;
UPDATE identity_beside SET ticket = DEFAULT, other = DEFAULT WHERE id BETWEEN 6 AND 9;
UPDATE identity_beside SET ticket = DEFAULT, id = -id, x = '<b/>' WHERE abs(id) = 10;
UPDATE identity_beside SET p.a = NULL, long = long || 'x' WHERE id = 11;
DELETE FROM identity_beside WHERE id = 20;
INSERT INTO identity_beside (id, p) VALUES (20, NULL);

UPDATE wide SET c200 = c200 + 1, c151 = 'x' WHERE id % 3 = 0;
UPDATE "Odd ""Table"" it's %s ? $1" SET "what?" = "what?" || '?', "q""uote" = "r", "select" = 3 - "select" + 10;
UPDATE "Odd ""Table"" it's %s ? $1" SET "select" = "select" - 10, "old" = "given";
UPDATE dropped SET late = added, added = 'é' WHERE id > 1;
DELETE FROM one_column;
INSERT INTO one_column DEFAULT VALUES;
UPDATE generated SET t = t || 'x', id = -id;

-- Unique only in the end.
UPDATE one_of SET place = 5 - place;
UPDATE one_of SET state = NULL WHERE state = 'calm';
UPDATE one_of SET state = 'calm' WHERE id = (SELECT max(id) FROM one_of);
UPDATE one_of SET code = 'other' WHERE code IS NULL;
UPDATE one_of SET code = NULL WHERE id = 2;
UPDATE one_of SET code = '' WHERE code = 'other';
UPDATE room_use SET during = tstzrange(lower(during) + interval '1 year', upper(during) + interval '1 year');
UPDATE hen SET id = 11 - id;
UPDATE egg SET hen = hen WHERE id = 1;
DELETE FROM tree WHERE id = 3;
INSERT INTO tree (id, parent) VALUES (3, 1), (6, 3), (7, 3);
UPDATE tree SET parent = id WHERE id = 5;
UPDATE audited SET t = t || '!' WHERE id % 2 = 0;
DELETE FROM audited WHERE id = 1;
INSERT INTO audited (id) VALUES (1);
UPDATE long_value SET n = n + 1;
UPDATE long_value SET extended = 'x' || extended, id = -id WHERE abs(id) = 2;
UPDATE long_value SET id = -id WHERE abs(id) = 3;
UPDATE long_value SET a[3] = repeat('y', 100), j = j || '{"n": 1.0}' WHERE id = 4;
UPDATE identity_full SET n = n + 1;
UPDATE identity_full SET id = -id WHERE abs(id) < 3;
DELETE FROM identity_full WHERE id = 5;
INSERT INTO identity_full (id, external) VALUES (5, repeat('z', 5000));
UPDATE identity_index SET written = written + 1, id = 40 - id WHERE id <> 1;
DELETE FROM identity_index WHERE id = 1;
INSERT INTO identity_index (id) VALUES (1);
UPDATE by_list SET day = '2026-01-01'::date + ('2026-01-01'::date - day) WHERE id <= 20;
UPDATE by_list SET region = CASE region WHEN 'eu' THEN 'np' ELSE 'eu' END WHERE id > 20;
UPDATE by_hash SET m = CASE m WHEN 'calm' THEN '' ELSE 'calm' END::mood, id = -id WHERE m IN ('calm', '') AND id % 2 = 0;
DO $$
BEGIN
  IF to_regclass('virtual_column') IS NOT NULL THEN
    UPDATE virtual_column SET t = t || 'x', id = -id WHERE abs(id) = 1;
    UPDATE virtual_column SET after = after || 'x';
  END IF;
END
$$;
SET CONSTRAINTS ALL IMMEDIATE;
