-- An application with row security of its own and about every hole that the rules know. It is planted in a database
-- without the gate, by a superuser.

-- Roles: a login with too much, one that can become others, an administrator of the application.
CREATE ROLE plant_owner NOLOGIN;
CREATE ROLE plant_group NOLOGIN;
CREATE ROLE plant_app LOGIN PASSWORD 'x' IN ROLE plant_group;
CREATE ROLE plant_strong LOGIN BYPASSRLS CREATEROLE;
CREATE ROLE plant_batch LOGIN REPLICATION;
CREATE ROLE plant_tenant_1 NOLOGIN;
CREATE ROLE plant_tenant_2 NOLOGIN;
CREATE ROLE plant_friend NOLOGIN;
GRANT plant_tenant_1, plant_tenant_2, pg_read_all_stats TO plant_app;
GRANT plant_app TO plant_friend;
ALTER ROLE plant_app SET local_preload_libraries = 'nonesuch';
ALTER ROLE plant_owner SET app.api_key = 'sk-1234';
GRANT SET ON PARAMETER backtrace_functions TO plant_group;

CREATE SCHEMA shop AUTHORIZATION plant_owner;
GRANT USAGE, CREATE ON SCHEMA shop TO plant_group;
CREATE SCHEMA tenant_1;
CREATE SCHEMA tenant_2;
GRANT USAGE ON SCHEMA tenant_1 TO plant_tenant_1;
GRANT USAGE ON SCHEMA tenant_2 TO plant_tenant_2;
ALTER DEFAULT PRIVILEGES FOR ROLE plant_owner IN SCHEMA shop GRANT SELECT ON TABLES TO plant_group;
SET search_path = shop;

CREATE FUNCTION my_tenant() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT nullif(current_setting('app.tenant', true), '')::uuid $$;
CREATE FUNCTION fixed_tenant() RETURNS uuid LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
  AS $$ BEGIN RETURN current_setting('app.tenant')::uuid; END $$;
CREATE FUNCTION slow_tenant() RETURNS uuid LANGUAGE plpgsql
  AS $$ BEGIN RETURN current_setting('app.tenant')::uuid; END $$;

-- Sound but for its context: what the others are compared with.
CREATE TABLE sound (
  tenant_id uuid NOT NULL, id bigint NOT NULL, name text, PRIMARY KEY (tenant_id, id));
ALTER TABLE sound ENABLE ROW LEVEL SECURITY;
ALTER TABLE sound FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON sound AS RESTRICTIVE USING (tenant_id = (SELECT my_tenant())) WITH CHECK (tenant_id = (SELECT my_tenant()));
CREATE POLICY base ON sound USING (tenant_id IS NOT NULL) WITH CHECK (tenant_id IS NOT NULL);

CREATE TABLE no_rls (tenant_id uuid NOT NULL, id bigint, PRIMARY KEY (tenant_id, id));
CREATE TABLE asleep (tenant_id uuid NOT NULL, id bigint, PRIMARY KEY (tenant_id, id));
CREATE POLICY tenant ON asleep USING (tenant_id = (SELECT my_tenant()));

CREATE TABLE unforced (tenant_id uuid NOT NULL, id bigint, PRIMARY KEY (tenant_id, id));
ALTER TABLE unforced ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON unforced USING (tenant_id = (SELECT my_tenant()));

CREATE TABLE always_true (tenant_id uuid NOT NULL, id bigint, PRIMARY KEY (tenant_id, id));
ALTER TABLE always_true ENABLE ROW LEVEL SECURITY;
ALTER TABLE always_true FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON always_true USING (tenant_id = (SELECT my_tenant()));
CREATE POLICY support ON always_true FOR SELECT USING (true);

CREATE TABLE unchecked (tenant_id uuid NOT NULL, id bigint, PRIMARY KEY (tenant_id, id));
ALTER TABLE unchecked ENABLE ROW LEVEL SECURITY;
ALTER TABLE unchecked FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON unchecked USING (tenant_id = (SELECT my_tenant())) WITH CHECK (true);

CREATE TABLE lenient (tenant_id uuid NOT NULL, id bigint, PRIMARY KEY (tenant_id, id));
ALTER TABLE lenient ENABLE ROW LEVEL SECURITY;
ALTER TABLE lenient FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON lenient USING (my_tenant() IS NULL OR tenant_id = my_tenant());

CREATE TABLE per_row (tenant_id uuid NOT NULL, id bigint, PRIMARY KEY (tenant_id, id));
ALTER TABLE per_row ENABLE ROW LEVEL SECURITY;
ALTER TABLE per_row FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON per_row USING (tenant_id = slow_tenant());

CREATE TABLE cached (tenant_id uuid NOT NULL, id bigint, PRIMARY KEY (tenant_id, id));
ALTER TABLE cached ENABLE ROW LEVEL SECURITY;
ALTER TABLE cached FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON cached USING (tenant_id = (SELECT fixed_tenant()));

CREATE TABLE locked_in (tenant_id uuid NOT NULL, id bigint, PRIMARY KEY (tenant_id, id));
ALTER TABLE locked_in ENABLE ROW LEVEL SECURITY;

-- Keys and indexes.
CREATE TABLE person (
  tenant_id uuid, id uuid PRIMARY KEY, email text UNIQUE, price numeric, mood jsonb, illness text);
ALTER TABLE person ENABLE ROW LEVEL SECURITY;
ALTER TABLE person FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON person AS RESTRICTIVE USING (tenant_id = (SELECT my_tenant()));
CREATE POLICY base ON person USING (tenant_id IS NOT NULL);
CREATE INDEX person_illness ON person (illness);
CREATE INDEX person_price ON person (tenant_id, price);
COMMENT ON COLUMN person.illness IS 'croft:sensitive';

CREATE TABLE visit (
  tenant_id uuid NOT NULL, id bigint, person uuid NOT NULL REFERENCES person (id) ON DELETE CASCADE,
  PRIMARY KEY (id));
ALTER TABLE visit ENABLE ROW LEVEL SECURITY;
ALTER TABLE visit FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON visit AS RESTRICTIVE USING (tenant_id = (SELECT my_tenant()));
CREATE POLICY base ON visit USING (tenant_id IS NOT NULL);

-- Children.
CREATE TABLE event (tenant_id uuid NOT NULL, year int NOT NULL, id bigint, PRIMARY KEY (tenant_id, year, id))
  PARTITION BY RANGE (year);
CREATE TABLE event_2026 PARTITION OF event FOR VALUES FROM (2026) TO (2027);
ALTER TABLE event ENABLE ROW LEVEL SECURITY;
ALTER TABLE event FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON event AS RESTRICTIVE USING (tenant_id = (SELECT my_tenant()));
CREATE POLICY base ON event USING (tenant_id IS NOT NULL);
CREATE TABLE sound_old () INHERITS (sound);

-- Without a tenant.
CREATE TABLE forgotten (id bigint PRIMARY KEY, note text);
CREATE UNLOGGED TABLE staging (tenant_id uuid, line text);

-- Relations.
CREATE MATERIALIZED VIEW totals AS SELECT tenant_id, count(*) FROM sound GROUP BY tenant_id;
CREATE VIEW of_superuser AS SELECT * FROM sound;
CREATE VIEW of_owner AS SELECT * FROM sound;
ALTER VIEW of_owner OWNER TO plant_owner;
CREATE FUNCTION all_people() RETURNS SETOF sound LANGUAGE sql SECURITY DEFINER AS $$ SELECT * FROM shop.sound $$;
CREATE FUNCTION leak(text) RETURNS boolean LANGUAGE plpgsql IMMUTABLE LEAKPROOF
  AS $$ BEGIN RAISE NOTICE '%', $1; RETURN true; END $$;
CREATE FUNCTION copy_away() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
ALTER FUNCTION copy_away() OWNER TO plant_app;
CREATE TRIGGER copy_away BEFORE INSERT ON visit FOR EACH ROW EXECUTE FUNCTION copy_away();
CREATE FUNCTION default_price() RETURNS numeric LANGUAGE plpgsql AS $$ BEGIN RETURN 1; END $$;
ALTER FUNCTION default_price() OWNER TO plant_app;
ALTER TABLE person ALTER COLUMN price SET DEFAULT default_price();
CREATE RULE quiet AS ON DELETE TO no_rls DO INSTEAD NOTHING;
CREATE PUBLICATION everything FOR TABLE sound;
CREATE SEQUENCE invoice_number;

-- Rights.
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA shop TO plant_group;
GRANT TRUNCATE, REFERENCES, TRIGGER ON sound TO plant_group;
GRANT SELECT, UPDATE ON SEQUENCE invoice_number TO plant_group;
GRANT SELECT ON sound TO plant_app WITH GRANT OPTION;
ALTER TABLE lenient OWNER TO plant_app;
CREATE EXTENSION postgres_fdw SCHEMA public;
CREATE SERVER elsewhere FOREIGN DATA WRAPPER postgres_fdw;
CREATE USER MAPPING FOR plant_app SERVER elsewhere OPTIONS (user 'u', password 'p');
CREATE FOREIGN TABLE remote (tenant_id uuid, id bigint) SERVER elsewhere;
GRANT SELECT ON remote TO plant_group;
SELECT lo_from_bytea(0, '\x00');
UPDATE pg_largeobject_metadata SET lomowner = 'plant_app'::regrole;
