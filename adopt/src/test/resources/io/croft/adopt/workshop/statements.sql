-- What the application says: one statement each, apart by empty lines. It knows no tenant.
INSERT INTO team (code) VALUES ('none'), ('road')

INSERT INTO mechanic (number, team, nick) VALUES (1, 'road', 'jo'), (2, 'road', 'al')

UPDATE mechanic SET mentor = 1 WHERE number = 2

UPDATE team SET lead = 1 WHERE code = 'road'

INSERT INTO mechanic (number, nick) VALUES (3, 'jo')

INSERT INTO mechanic (number) VALUES (3)

INSERT INTO mechanic (number) VALUES (4)

UPDATE team SET code = 'gravel' WHERE code = 'road'

SELECT number, team, mentor FROM mechanic ORDER BY number

INSERT INTO mechanic (number, team, nick) VALUES (2, 'none', 'zoe') ON CONFLICT (number) DO UPDATE SET nick = excluded.nick

DELETE FROM mechanic WHERE number = 1

SELECT number, team, mentor, nick FROM mechanic ORDER BY number

SELECT code, lead FROM team ORDER BY code

DELETE FROM team WHERE code = 'gravel'

SELECT number, team FROM mechanic ORDER BY number

INSERT INTO customer (email, name) VALUES ('a@x.org', 'Ann'), ('b@x.org', 'Bob') RETURNING shown

INSERT INTO customer (email, name) VALUES ('a@x.org', 'Other')

INSERT INTO customer (email, name) VALUES ('A@X.org', 'Other')

INSERT INTO customer (email, name) VALUES ('A@X.org', 'Ann again')
ON CONFLICT (lower(email) text_pattern_ops) WHERE email <> '' DO UPDATE SET name = excluded.name RETURNING email, name

INSERT INTO job (id, opened_on, customer, note) SELECT 7, '2025-05-05', id, 'brakes' FROM customer WHERE name = 'Bob'

INSERT INTO job (id, opened_on, customer) SELECT n, '2026-01-01', id FROM customer, generate_series(10, 13) n WHERE name = 'Bob'

INSERT INTO job (id, opened_on, customer) SELECT 7, '2025-05-05', id FROM customer WHERE name = 'Bob'

INSERT INTO job (id, opened_on, customer, note) SELECT 7, '2025-05-05', id, 'gears' FROM customer WHERE name = 'Bob'
ON CONFLICT (id, opened_on) DO UPDATE SET note = job.note || ', ' || excluded.note

UPDATE job SET opened_on = '2026-02-02' WHERE id = 7

SELECT tableoid::regclass, id, opened_on, note FROM job ORDER BY id

SELECT name, count(*) FROM open_job GROUP BY name

INSERT INTO part (maker, code, unit, price, stock) VALUES ('shima', 'x1', 'pc', 10, 3), ('shima', 'x2', 'm', 20, 1)

INSERT INTO part VALUES ('sram', 'y', 'inch', 1, 1)

UPDATE part SET price = price + 1 WHERE code = 'x1'

UPDATE part SET price = price + 1 WHERE code = 'x1'

SELECT what, times FROM journal

CALL restock('shima', 'x1', 5)

CALL restock('sram', 'z', 2)

SELECT maker, code, price, stock FROM part ORDER BY maker, code

SELECT maker, total FROM part_value ORDER BY maker

SELECT * FROM makers()

SELECT p.code, p.price, count(jp.line) FROM part p LEFT JOIN job_part jp USING (maker, code) GROUP BY p.maker, p.code ORDER BY p.maker, p.code

SELECT code FROM cheapest('shima')

INSERT INTO job_part (line, job, opened_on, maker, code) VALUES (1, 10, '2026-01-01', 'shima', 'x1'), (2, 11, '2026-01-01', 'sram', 'z')

INSERT INTO job_part (line, job, opened_on) VALUES (3, 999, '2026-01-01')

INSERT INTO job_part (line) VALUES (4)

DELETE FROM part WHERE code = 'z'

SELECT line, job, maker, code FROM job_part ORDER BY line

INSERT INTO tariff VALUES ('hour', '2026-01-01', 60), ('hour', '2027-01-01', 65)

INSERT INTO tariff VALUES ('hour', '2026-01-01', 70) ON CONFLICT (kind, valid_from) DO UPDATE SET amount = excluded.amount

INSERT INTO tariff VALUES ('hour', '2026-01-01', 80) ON CONFLICT ON CONSTRAINT tariff_once DO NOTHING

SELECT kind, valid_from, amount FROM tariff ORDER BY 2

DELETE FROM customer WHERE name = 'Bob'

SELECT (SELECT count(*) FROM job), (SELECT count(*) FROM job_part), (SELECT count(*) FROM customer)
