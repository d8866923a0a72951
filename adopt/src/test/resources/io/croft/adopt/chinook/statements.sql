-- What the application says: one statement each, apart by empty lines. It knows no tenant.
INSERT INTO artist (name) VALUES ('AC/DC'), ('Accept'), ('Aerosmith'), ('Nobody')

INSERT INTO artist (name) VALUES ('Audioslave') RETURNING name, artist_id > 0 AS numbered

INSERT INTO album (title, artist_id)
SELECT title, artist_id FROM artist
JOIN (VALUES ('AC/DC', 'For Those About To Rock'), ('AC/DC', 'Let There Be Rock'), ('Accept', 'Balls to the Wall'),
             ('Aerosmith', 'Big Ones')) AS a (artist, title) ON artist = name

INSERT INTO track (name, album_id, media_type_id, genre_id, composer, milliseconds, unit_price)
SELECT a.title || ' ' || n, a.album_id, 1, g.genre_id, 'Various', 1000 * n, 0.99
FROM album a CROSS JOIN generate_series(1, 3) n JOIN genre g ON g.name = 'Rock'

INSERT INTO employee (last_name, first_name, title) VALUES ('Adams', 'Andrew', 'General Manager')

INSERT INTO employee (last_name, first_name, title, reports_to)
SELECT 'Edwards', 'Nancy', 'Sales Manager', employee_id FROM employee WHERE last_name = 'Adams'

INSERT INTO employee (last_name, first_name, title, reports_to)
SELECT 'Peacock', 'Jane', 'Sales Support Agent', employee_id FROM employee WHERE last_name = 'Edwards'

INSERT INTO customer (first_name, last_name, email, country, support_rep_id)
SELECT f, l, lower(f) || '@example.com', c, employee_id
FROM employee, (VALUES ('Helena', 'Holy', 'Czechia'), ('Leonie', 'Kohler', 'Germany')) AS v (f, l, c)
WHERE last_name = 'Peacock'

INSERT INTO invoice (customer_id, invoice_date, billing_country, total)
SELECT customer_id, timestamp '2025-01-03', country, 0 FROM customer

INSERT INTO invoice_line (invoice_id, track_id, unit_price, quantity)
SELECT i.invoice_id, t.track_id, t.unit_price, 1 FROM invoice i CROSS JOIN track t WHERE t.milliseconds <= 2000

UPDATE invoice i SET total = s.total
FROM (SELECT invoice_id, sum(unit_price * quantity) AS total FROM invoice_line GROUP BY invoice_id) s
WHERE s.invoice_id = i.invoice_id

SELECT ar.name, count(DISTINCT al.album_id) AS albums, count(t.track_id) AS tracks, sum(il.unit_price * il.quantity) AS sold
FROM artist ar
LEFT JOIN album al USING (artist_id)
LEFT JOIN track t USING (album_id)
LEFT JOIN invoice_line il USING (track_id)
GROUP BY ar.name ORDER BY sold DESC NULLS LAST, ar.name

SELECT ar.name, count(*) FROM artist ar JOIN album al ON al.artist_id = ar.artist_id GROUP BY ar.artist_id ORDER BY ar.name

SELECT name, count(title) FROM artist LEFT JOIN album USING (artist_id) GROUP BY artist_id ORDER BY name

SELECT last_name, (SELECT sum(total) FROM invoice i WHERE i.customer_id = c.customer_id) AS spent, count(*)
FROM customer c GROUP BY c.customer_id HAVING count(*) = 1 ORDER BY last_name

SELECT al.title, ar.name FROM album al NATURAL JOIN artist ar ORDER BY al.title

WITH RECURSIVE below AS (
  SELECT employee_id, last_name, 0 AS depth FROM employee WHERE reports_to IS NULL
  UNION ALL
  SELECT e.employee_id, e.last_name, b.depth + 1 FROM employee e JOIN below b ON e.reports_to = b.employee_id)
SELECT last_name, depth FROM below ORDER BY depth

SELECT t.name, m.name AS medium, g.name AS genre, row_number() OVER (PARTITION BY t.album_id ORDER BY t.milliseconds DESC) AS place
FROM track t JOIN media_type m USING (media_type_id) JOIN genre g USING (genre_id) ORDER BY t.name

SELECT c.last_name, x.total FROM customer c
CROSS JOIN LATERAL (SELECT total FROM invoice i WHERE i.customer_id = c.customer_id ORDER BY total DESC LIMIT 1) x
ORDER BY c.last_name

INSERT INTO playlist VALUES (1000, 'Mine')

INSERT INTO playlist (playlist_id, name) VALUES (1000, 'Mine again')

INSERT INTO playlist (playlist_id, name) VALUES (1000, 'Mine, for good')
ON CONFLICT (playlist_id) DO UPDATE SET name = excluded.name RETURNING playlist_id, name

INSERT INTO playlist (playlist_id, name) VALUES (1000, 'Not mine') ON CONFLICT (playlist_id) DO NOTHING

INSERT INTO playlist (playlist_id, name) VALUES (1000, 'Named') ON CONFLICT ON CONSTRAINT playlist_pkey
DO UPDATE SET name = playlist.name || ', ' || excluded.name

INSERT INTO playlist (playlist_id, name) VALUES (1000, 'Nothing') ON CONFLICT DO NOTHING

SELECT * FROM playlist

INSERT INTO playlist_track (playlist_id, track_id) SELECT 1000, track_id FROM track WHERE milliseconds = 1000

INSERT INTO playlist_track (playlist_id, track_id) SELECT 1000, track_id FROM track WHERE milliseconds <= 2000
ON CONFLICT (playlist_id, track_id) DO NOTHING

INSERT INTO playlist_track SELECT 1000, min(track_id) FROM track

SELECT p.name, count(*) FROM playlist p JOIN playlist_track USING (playlist_id) GROUP BY p.name

MERGE INTO artist a USING (VALUES ('Nobody'), ('Somebody')) AS v (name) ON a.name = v.name
WHEN MATCHED THEN DELETE
WHEN NOT MATCHED THEN INSERT (name) VALUES (v.name)

SELECT name FROM artist ORDER BY name

DELETE FROM artist WHERE name = 'Accept'

INSERT INTO album (title, artist_id) VALUES ('Of nobody', 999999)

INSERT INTO track (name, media_type_id, milliseconds, unit_price) VALUES ('no medium', 77, 1, 1)

DELETE FROM invoice_line USING track t, album a
WHERE t.track_id = invoice_line.track_id AND a.album_id = t.album_id AND a.title = 'Big Ones'

UPDATE track SET unit_price = unit_price * 2 WHERE album_id IN (SELECT album_id FROM album WHERE title LIKE 'Let%') RETURNING name, unit_price

SELECT count(*), sum(unit_price) FROM invoice_line

INSERT INTO employee (last_name, first_name, reports_to) VALUES ('Lost', 'Ann', 999999)

SELECT last_name FROM employee WHERE employee_id = (SELECT support_rep_id FROM customer ORDER BY last_name LIMIT 1)

DELETE FROM playlist_track

SELECT count(*) FROM playlist_track
