-- A harbour that has never heard of tenants: spans of time that exclude each other, partitions of partitions, tables that refer to each other in
-- a circle, names that need quotes, and what an application does with GROUP BY and ON CONFLICT.
CREATE TYPE state AS ENUM ('expected', 'moored', 'left');
CREATE DOMAIN tonnes AS numeric(10, 2) CHECK (VALUE >= 0);
CREATE TYPE size AS (length integer, beam integer);

CREATE TABLE flag (code char(2) PRIMARY KEY, name text NOT NULL UNIQUE);

CREATE TABLE ship (
  imo integer PRIMARY KEY,
  name text NOT NULL CONSTRAINT "ship's name" UNIQUE,
  flag char(2) REFERENCES flag,
  tug_of integer REFERENCES ship DEFERRABLE INITIALLY DEFERRED,
  label text GENERATED ALWAYS AS (name || ' ' || imo) STORED,
  weight tonnes,
  measures size,
  tags text[] NOT NULL DEFAULT '{}'
);
CREATE INDEX ship_tags ON ship USING gin (tags);
CREATE INDEX ship_brin ON ship USING brin (imo);
ALTER TABLE ship REPLICA IDENTITY FULL;

CREATE TABLE berth (
  harbour text,
  no integer,
  free boolean NOT NULL DEFAULT true,
  PRIMARY KEY (harbour, no)
);

CREATE TABLE stay (
  id bigint GENERATED ALWAYS AS IDENTITY (START WITH 100) PRIMARY KEY,
  ship integer NOT NULL REFERENCES ship ON DELETE CASCADE,
  harbour text,
  no integer,
  during tsrange NOT NULL CHECK (NOT isempty(during)),
  state state NOT NULL DEFAULT 'expected',
  CONSTRAINT stay_berth FOREIGN KEY (harbour, no) REFERENCES berth ON UPDATE CASCADE ON DELETE SET NULL,
  CONSTRAINT stay_alone EXCLUDE USING gist (harbour WITH =, no WITH =, during WITH &&) WHERE (state <> 'left') DEFERRABLE
);
CREATE INDEX stay_during ON stay USING gist (during);
CREATE UNIQUE INDEX stay_moored ON stay (ship) INCLUDE (harbour) WHERE state = 'moored';
CREATE STATISTICS stay_places ON harbour, no FROM stay;

-- A circle that only a transaction can close.
CREATE TABLE crew (id integer PRIMARY KEY, captain integer NOT NULL);
CREATE TABLE sailor (id integer PRIMARY KEY, crew integer NOT NULL REFERENCES crew DEFERRABLE INITIALLY DEFERRED, name text);
ALTER TABLE crew ADD CONSTRAINT crew_captain FOREIGN KEY (captain) REFERENCES sailor DEFERRABLE INITIALLY DEFERRED;

CREATE TABLE event (
  at date NOT NULL,
  ship integer REFERENCES ship ON DELETE SET NULL,
  seq integer NOT NULL,
  note text,
  PRIMARY KEY (at, seq)
) PARTITION BY RANGE (at);
CREATE TABLE event_2025 PARTITION OF event FOR VALUES FROM ('2025-01-01') TO ('2026-01-01') PARTITION BY HASH (seq);
CREATE TABLE event_2025_0 PARTITION OF event_2025 FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE event_2025_1 PARTITION OF event_2025 FOR VALUES WITH (MODULUS 2, REMAINDER 1);
CREATE TABLE event_rest PARTITION OF event DEFAULT;
CREATE INDEX event_ship ON event (ship);
CREATE TABLE event_proof (at date, seq integer, proof text, PRIMARY KEY (at, seq), FOREIGN KEY (at, seq) REFERENCES event ON DELETE CASCADE);

-- Someone has thought of tenants before, and stopped.
CREATE TABLE invoice (tenant_id uuid, no serial PRIMARY KEY, ship integer REFERENCES ship, amount numeric NOT NULL);

CREATE UNLOGGED TABLE cache (key text PRIMARY KEY, value jsonb NOT NULL);

CREATE TABLE "Log Book" ("Id" integer PRIMARY KEY, "GROUP BY" text, "on""conflict" text UNIQUE, "é" text);

CREATE TABLE audit (id bigserial PRIMARY KEY, what text NOT NULL, n bigint);

CREATE VIEW moored AS SELECT id, ship, harbour, no, state FROM stay WHERE state = 'moored' WITH LOCAL CHECK OPTION;
CREATE VIEW moored_names AS SELECT s.name, m.harbour FROM moored m JOIN ship s ON s.imo = m.ship;

CREATE FUNCTION noted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO audit (what, n) SELECT format('%s of %s', TG_OP, TG_TABLE_NAME), count(*) FROM new_rows;
  RETURN NULL;
END
$$;
CREATE TRIGGER noted_stays AFTER INSERT ON stay REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION noted();
CREATE TRIGGER noted_events AFTER INSERT ON event REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION noted();

CREATE FUNCTION occupy() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE berth SET free = false WHERE harbour = NEW.harbour AND no = NEW.no;
  RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER occupied AFTER INSERT OR UPDATE OF harbour, no ON stay DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.state = 'moored') EXECUTE FUNCTION occupy();

CREATE FUNCTION put(k text, v jsonb) RETURNS void LANGUAGE sql
  AS 'INSERT INTO cache VALUES (k, v) ON CONFLICT (key) DO UPDATE SET value = cache.value || excluded.value';

CREATE FUNCTION busiest() RETURNS text LANGUAGE plpgsql STABLE AS $$
DECLARE
  found record;
BEGIN
  FOR found IN SELECT name, label, count(stay.id) FROM ship LEFT JOIN stay ON stay.ship = imo GROUP BY 1, imo ORDER BY 3 DESC, 1 LOOP
    RETURN found.label;
  END LOOP;
  RETURN NULL;
END
$$;
