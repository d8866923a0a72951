-- Makes the schema ready for the tenants of Croft: planned by croft adopt, to be read before it is used.
-- It belongs to the model of all homes, which holds no rows of tenants.

-- shared tables: it belongs to no tenant: all may read it, none may write it, and each home has a copy
SELECT croft.share('unit');

-- foreign keys, to be made anew
ALTER TABLE job DROP CONSTRAINT job_customer_fkey;
ALTER TABLE job_part DROP CONSTRAINT of_job;
ALTER TABLE job_part DROP CONSTRAINT of_part;
ALTER TABLE mechanic DROP CONSTRAINT mechanic_mentor;
ALTER TABLE mechanic DROP CONSTRAINT mechanic_team;
ALTER TABLE team DROP CONSTRAINT team_lead;

-- keys and indexes, to be made anew
ALTER TABLE tariff DROP CONSTRAINT tariff_once;
DROP INDEX job_2025_note;
ALTER TABLE customer DROP CONSTRAINT customer_pkey;
ALTER TABLE customer DROP CONSTRAINT customer_email;
DROP INDEX customer_lower_email;
DROP INDEX customer_name;
ALTER TABLE job DROP CONSTRAINT job_key;
DROP INDEX job_by_customer;
ALTER TABLE job_part DROP CONSTRAINT job_part_pkey;
ALTER TABLE journal DROP CONSTRAINT journal_pkey;
ALTER TABLE journal DROP CONSTRAINT journal_what;
ALTER TABLE mechanic DROP CONSTRAINT mechanic_key;
ALTER TABLE mechanic DROP CONSTRAINT mechanic_nick;
ALTER TABLE part DROP CONSTRAINT part_pkey;
DROP INDEX part_replica;
ALTER TABLE team DROP CONSTRAINT team_pkey;

-- tenant columns: it says whose a row is; the database fills it in, so no statement names it, and it comes
-- last, so that INSERT without a list of columns goes on
ALTER TABLE customer ADD COLUMN tenant_id uuid;
ALTER TABLE customer ALTER COLUMN tenant_id SET DEFAULT croft.tenant(), ALTER COLUMN tenant_id SET NOT NULL;
ALTER TABLE job ADD COLUMN tenant_id uuid;
ALTER TABLE job ALTER COLUMN tenant_id SET DEFAULT croft.tenant(), ALTER COLUMN tenant_id SET NOT NULL;
ALTER TABLE job_part ADD COLUMN tenant_id uuid;
ALTER TABLE job_part ALTER COLUMN tenant_id SET DEFAULT croft.tenant(), ALTER COLUMN tenant_id SET NOT NULL;
ALTER TABLE journal ADD COLUMN tenant_id uuid;
ALTER TABLE journal ALTER COLUMN tenant_id SET DEFAULT croft.tenant(), ALTER COLUMN tenant_id SET NOT NULL;
ALTER TABLE mechanic ADD COLUMN tenant_id uuid;
ALTER TABLE mechanic ALTER COLUMN tenant_id SET DEFAULT croft.tenant(), ALTER COLUMN tenant_id SET NOT NULL;
ALTER TABLE part ADD COLUMN tenant_id uuid;
ALTER TABLE part ALTER COLUMN tenant_id SET DEFAULT croft.tenant(), ALTER COLUMN tenant_id SET NOT NULL;
ALTER TABLE tariff ADD COLUMN tenant_id uuid;
ALTER TABLE tariff ALTER COLUMN tenant_id SET DEFAULT croft.tenant(), ALTER COLUMN tenant_id SET NOT NULL;
ALTER TABLE team ADD COLUMN tenant_id uuid;
ALTER TABLE team ALTER COLUMN tenant_id SET DEFAULT croft.tenant(), ALTER COLUMN tenant_id SET NOT NULL;

-- primary keys: homes are compared and moved row by row, by the primary key; the table had none, and these
-- columns tell its rows apart
ALTER TABLE tariff ADD CONSTRAINT tariff_once PRIMARY KEY (tenant_id, kind, valid_from);

-- primary keys: a key of one tenant answers nothing about another's and takes no value from it; its values
-- may repeat from tenant to tenant
ALTER TABLE job_rest_0 ADD CONSTRAINT job_rest_0_pkey PRIMARY KEY (tenant_id, id, opened_on);
ALTER TABLE job_rest_1 ADD CONSTRAINT job_rest_1_pkey PRIMARY KEY (tenant_id, id, opened_on);
ALTER TABLE job_2025 ADD CONSTRAINT own_key PRIMARY KEY (tenant_id, id, opened_on);
ALTER TABLE job_rest ADD CONSTRAINT job_rest_pkey PRIMARY KEY (tenant_id, id, opened_on);
ALTER TABLE customer ADD CONSTRAINT customer_pkey PRIMARY KEY (tenant_id, id);
ALTER TABLE job ADD CONSTRAINT job_key PRIMARY KEY (tenant_id, id, opened_on);
ALTER TABLE job_part ADD CONSTRAINT job_part_pkey PRIMARY KEY (tenant_id, line);
ALTER TABLE journal ADD CONSTRAINT journal_pkey PRIMARY KEY (tenant_id, id);
ALTER TABLE mechanic ADD CONSTRAINT mechanic_key PRIMARY KEY (tenant_id, number);
ALTER INDEX mechanic_key SET (fillfactor=80);
ALTER TABLE part ADD CONSTRAINT part_pkey PRIMARY KEY (tenant_id, maker, code);
ALTER TABLE team ADD CONSTRAINT team_pkey PRIMARY KEY (tenant_id, code);

-- unique constraints: a key of one tenant answers nothing about another's and takes no value from it; its
-- values may repeat from tenant to tenant
ALTER TABLE customer ADD CONSTRAINT customer_email UNIQUE (tenant_id, email);
COMMENT ON CONSTRAINT customer_email ON customer IS 'one''s own';
ALTER TABLE journal ADD CONSTRAINT journal_what UNIQUE (tenant_id, what);
ALTER TABLE mechanic ADD CONSTRAINT mechanic_nick UNIQUE NULLS NOT DISTINCT (tenant_id, nick) DEFERRABLE;

-- indexes: an index that leads with something else answers questions about other tenants' rows, even under
-- row security
CREATE INDEX job_rest_0_customer_idx ON job_rest_0 USING btree (tenant_id, customer) WHERE state = 'open'::job_state;
CREATE INDEX job_rest_1_customer_idx ON job_rest_1 USING btree (tenant_id, customer) WHERE state = 'open'::job_state;
CREATE INDEX job_2025_customer_idx ON job_2025 USING btree (tenant_id, customer) WHERE state = 'open'::job_state;
CREATE INDEX job_2025_note ON job_2025 USING btree (tenant_id, note);
CREATE INDEX job_rest_customer_idx ON job_rest USING btree (tenant_id, customer) WHERE state = 'open'::job_state;
CREATE UNIQUE INDEX customer_lower_email ON customer USING btree (tenant_id, lower(email) text_pattern_ops) INCLUDE (name) WHERE email <> ''::text;
CREATE INDEX job_by_customer ON job USING btree (tenant_id, customer) WHERE state = 'open'::job_state;
CREATE UNIQUE INDEX part_replica ON part USING btree (tenant_id, code, maker);
ALTER TABLE part CLUSTER ON part_replica;
ALTER TABLE part REPLICA IDENTITY USING INDEX part_replica;

-- indexes: an index that leads with something else answers questions about other tenants' rows, even under
-- row security; a hash index takes one column only, so it becomes a B-tree, whose entries hold at most 2.7 kB
CREATE INDEX customer_name ON customer USING btree (tenant_id, name);
COMMENT ON INDEX customer_name IS 'found by name';

-- foreign keys: without the tenant a reference to another tenant's row would be accepted, would tell that it
-- is there and keep its owner from deleting it
ALTER TABLE job ADD CONSTRAINT job_customer_fkey FOREIGN KEY (tenant_id, customer) REFERENCES customer (tenant_id, id) ON DELETE CASCADE;

-- foreign keys: without the tenant a reference to another tenant's row would be accepted, would tell that it
-- is there and keep its owner from deleting it; MATCH FULL would refuse a null beside the tenant, which is
-- never null, so a check takes its place (23514 instead of 23503 for a reference that is null in part)
ALTER TABLE job_part ADD CONSTRAINT of_job FOREIGN KEY (tenant_id, job, opened_on) REFERENCES job (tenant_id, id, opened_on) ON DELETE CASCADE;
ALTER TABLE job_part ADD CHECK (num_nulls(job, opened_on) IN (0, 2));

-- foreign keys: without the tenant a reference to another tenant's row would be accepted, would tell that it
-- is there and keep its owner from deleting it; a deletion sets the columns that it has set so far, and not
-- the tenant
ALTER TABLE job_part ADD CONSTRAINT of_part FOREIGN KEY (tenant_id, maker, code) REFERENCES part (tenant_id, maker, code) ON DELETE SET NULL (code);
ALTER TABLE mechanic ADD CONSTRAINT mechanic_mentor FOREIGN KEY (tenant_id, mentor) REFERENCES mechanic (tenant_id, number) ON DELETE SET NULL (mentor);
ALTER TABLE mechanic ADD CONSTRAINT mechanic_team FOREIGN KEY (tenant_id, team) REFERENCES team (tenant_id, code) ON UPDATE CASCADE ON DELETE SET DEFAULT (team) DEFERRABLE INITIALLY DEFERRED;

-- foreign keys: without the tenant a reference to another tenant's row would be accepted, would tell that it
-- is there and keep its owner from deleting it; a deletion sets the columns that it has set so far, and not
-- the tenant; MATCH FULL would refuse a null beside the tenant, which is never null
ALTER TABLE team ADD CONSTRAINT team_lead FOREIGN KEY (tenant_id, lead) REFERENCES mechanic (tenant_id, number) ON DELETE SET NULL (lead);
COMMENT ON CONSTRAINT team_lead ON team IS 'who leads';

-- views: with the rights of its owner a view is held to one tenant only as long as its owner is
ALTER VIEW open_job SET (security_invoker = true);

-- functions and procedures: the tenant is one of the columns of a key now, which ON CONFLICT (...) must name,
-- and GROUP BY a primary key; in the statements of the application itself CroftDataSource adds it
CREATE OR REPLACE FUNCTION makers()
 RETURNS TABLE(maker text, price numeric)
 LANGUAGE plpgsql
 STABLE
AS $function$
BEGIN
  RETURN QUERY SELECT p.maker::text, p.price FROM part p GROUP BY p.maker, p.code, p.tenant_id ORDER BY p.maker, p.code;
END
$function$;
CREATE OR REPLACE FUNCTION note_price()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  INSERT INTO journal (what) VALUES (format('price of %s', NEW.code))
  ON CONFLICT (tenant_id, what) DO UPDATE SET times = journal.times + 1;
  RETURN NEW;
END
$function$;
CREATE OR REPLACE PROCEDURE restock(IN of_maker text, IN of_code text, IN pieces integer)
 LANGUAGE sql
BEGIN ATOMIC
 INSERT INTO part (maker, code, price, stock)
   VALUES (restock.of_maker, restock.of_code, 0, restock.pieces) ON CONFLICT(tenant_id, maker, code) DO UPDATE SET stock = (part.stock + excluded.stock);
END;
