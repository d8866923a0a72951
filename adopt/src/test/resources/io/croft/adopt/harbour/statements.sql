-- What the application says: one statement each, apart by empty lines. It knows no tenant.
INSERT INTO ship (imo, name, flag, weight, measures, tags) VALUES (1, 'Anna', 'NL', 10, (90, 12), '{tank}'), (2, 'Bo', 'NO', 5.5, NULL, '{tug,old}')

INSERT INTO ship (imo, name, tug_of) VALUES (3, 'Cat', 9), (9, 'Dog', 3)

INSERT INTO ship (imo, name, tug_of) VALUES (4, 'Eel', 5)

INSERT INTO ship (imo, name) VALUES (4, 'Anna')

INSERT INTO ship (imo, name) VALUES (4, 'Fox'), (1, 'Anna II') ON CONFLICT (imo) DO UPDATE SET name = excluded.name RETURNING imo, label

INSERT INTO ship (imo, name) VALUES (77, 'Fox') ON CONFLICT ("name") DO UPDATE SET weight = coalesce(ship.weight, 0) + 1, label = DEFAULT RETURNING imo, weight

INSERT INTO ship (imo, name) VALUES (77, 'Fox') ON CONFLICT ON CONSTRAINT "ship's name" DO NOTHING

INSERT INTO ship (imo, name) VALUES (77, 'Fox') ON CONFLICT DO NOTHING

INSERT INTO ship (imo, name, weight) VALUES (78, E'Gull\'s ON CONFLICT (imo) DO NOTHING', -1)

INSERT INTO ship (imo, name) VALUES (78, E'Gull\'s ON CONFLICT (imo) DO NOTHING') /* ON CONFLICT (name) DO NOTHING */ ON -- a 'remark'
CONFLICT (imo) DO NOTHING

WITH tugs AS (INSERT INTO ship (imo, name) SELECT 80 + n, 'Tug ' || n FROM generate_series(1, 2) n ON CONFLICT (imo) DO NOTHING RETURNING imo)
INSERT INTO "Log Book" ("Id", "GROUP BY", "on""conflict") SELECT imo, $$ON CONFLICT ("Id") DO NOTHING$$, imo::text FROM tugs
ON CONFLICT ("on""conflict") DO UPDATE SET "GROUP BY" = 'again'

INSERT INTO "Log Book" VALUES (81, 'x', 'y', 'é') ON CONFLICT ("Id") DO UPDATE SET "é" = excluded."é" WHERE "Log Book"."é" IS NULL

SELECT b."GROUP BY", b."on""conflict", b."é" FROM "Log Book" AS b GROUP BY b."Id" ORDER BY b."Id"

SELECT imo, name, flag, tug_of, label, weight, measures, tags FROM ship ORDER BY imo

SELECT name FROM ship WHERE tags @> '{tug}'

INSERT INTO berth (harbour, no) VALUES ('Ij', 1), ('Ij', 2), ('Kop', 1)

INSERT INTO stay (ship, harbour, no, during, state) VALUES (1, 'Ij', 1, '[2026-01-01,2026-01-05)', 'moored'), (2, 'Ij', 1, '[2026-01-06,2026-01-09)', 'expected') RETURNING ship, state

INSERT INTO stay (ship, harbour, no, during) VALUES (3, 'Ij', 1, '[2026-01-04,2026-01-05)')

INSERT INTO stay (ship, harbour, no, during) VALUES (3, 'Ij', 1, 'empty')

INSERT INTO stay (ship, harbour, no, during, state) VALUES (1, 'Ij', 2, '[2026-02-01,2026-02-05)', 'moored') ON CONFLICT (ship) WHERE state = 'moored' DO UPDATE SET no = 2 RETURNING ship, no

INSERT INTO stay (ship, harbour, no, during, state) VALUES (1, 'Ij', 2, '[2026-02-01,2026-02-05)', 'moored') ON CONFLICT (ship) DO NOTHING

SELECT harbour, no, free FROM berth ORDER BY 1, 2

INSERT INTO moored (ship, harbour, no, state) VALUES (2, 'Kop', 1, 'left')

UPDATE moored SET no = 2 WHERE ship = 1

SELECT name, harbour FROM moored_names

UPDATE berth SET harbour = 'Het IJ' WHERE harbour = 'Ij'

DELETE FROM berth WHERE no = 2

SELECT ship, harbour, no, state FROM stay ORDER BY id

SELECT what, n FROM audit ORDER BY id

SELECT imo, name, label, count(stay.id) FROM ship LEFT JOIN stay ON stay.ship = imo GROUP BY imo ORDER BY imo

SELECT s.imo AS number, s.name, count(*) FROM ship AS s JOIN stay t ON t.ship = s.imo GROUP BY 1 ORDER BY number

SELECT harbour, no, free, count(id) FROM berth LEFT JOIN stay USING (harbour, no) GROUP BY (harbour, no) ORDER BY 1, 2

SELECT no, count(*), count(free) FROM stay LEFT JOIN berth USING (harbour, no) GROUP BY no ORDER BY 1

SELECT flag.name, s.name FROM ship s NATURAL LEFT JOIN (SELECT 1 AS one) x LEFT JOIN flag ON flag.code = s.flag GROUP BY s.imo, flag.code ORDER BY s.imo

SELECT s.name, (SELECT max(e.at) FROM event e WHERE e.ship = s.imo) FROM ship s GROUP BY s.imo HAVING count(*) = 1 ORDER BY s.imo LIMIT 2

SELECT flag, count(*), grouping(flag) FROM ship GROUP BY ROLLUP (flag) ORDER BY 1, 2

SELECT DISTINCT ON (s.flag) s.name FROM ship s GROUP BY s.imo ORDER BY s.flag, s.imo

WITH ship AS (SELECT 1 AS imo, 'other' AS name UNION ALL SELECT 1, 'another') SELECT imo, count(*) FROM ship GROUP BY imo

SELECT s.imo, e.n FROM ship s CROSS JOIN LATERAL (SELECT count(*) AS n FROM stay WHERE ship = s.imo) e GROUP BY s.imo, e.n ORDER BY 1 LIMIT 3

INSERT INTO event VALUES ('2025-03-01', 1, 1, 'a'), ('2025-03-01', 1, 2, 'b'), ('2026-03-01', 2, 1, 'c')

INSERT INTO event (at, ship, seq, note) VALUES ('2025-03-01', 2, 2, 'B') ON CONFLICT (seq, at) DO UPDATE SET note = event.note || excluded.note RETURNING tableoid::regclass, note

INSERT INTO event_2025 (at, seq) VALUES ('2025-03-01', 2) ON CONFLICT (at, seq) DO UPDATE SET note = 'direct'

INSERT INTO event_proof VALUES ('2025-03-01', 2, 'seen'), ('2025-03-01', 9, 'unseen')

INSERT INTO event_proof VALUES ('2025-03-01', 2, 'seen')

UPDATE event SET at = '2027-01-01' WHERE note = 'c'

SELECT tableoid::regclass, at, ship, seq, note FROM event ORDER BY at, seq

SELECT e.at, e.note, count(p.proof) FROM event e LEFT JOIN event_proof p USING (at, seq) GROUP BY e.at, e.seq ORDER BY 1, 2

INSERT INTO sailor VALUES (1, 1, 'Jan')

WITH c AS (INSERT INTO crew VALUES (1, 1)) INSERT INTO sailor VALUES (1, 1, 'Jan')

MERGE INTO crew USING (VALUES (1, 1), (2, 5)) AS v (id, captain) ON crew.id = v.id WHEN MATCHED THEN UPDATE SET captain = v.captain WHEN NOT MATCHED THEN INSERT VALUES (v.id, v.captain)

SELECT crew.id, sailor.name FROM crew JOIN sailor ON sailor.id = captain

INSERT INTO invoice (ship, amount) VALUES (1, 10), (2, 20) RETURNING ship

SELECT amount, s.name FROM invoice JOIN ship s ON s.imo = ship GROUP BY invoice.no, s.imo ORDER BY 1

SELECT put('a', '{"x": 1}'), put('a', '{"y": 2}')

SELECT key, value FROM cache

SELECT busiest()

DELETE FROM ship WHERE imo = 2

SELECT (SELECT count(*) FROM stay), (SELECT count(*) FROM event WHERE ship IS NULL), (SELECT count(*) FROM ship)
