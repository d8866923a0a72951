-- Makes the schema ready for the tenants of Croft: planned by croft adopt, to be read before it is used.
-- It belongs to the model of all homes, which holds no rows of tenants.

-- shared tables: it belongs to no tenant: all may read it, none may write it, and each home has a copy
SELECT croft.share('flag');

-- foreign keys, to be made anew
ALTER TABLE crew DROP CONSTRAINT crew_captain;
ALTER TABLE event DROP CONSTRAINT event_ship_fkey;
ALTER TABLE event_proof DROP CONSTRAINT event_proof_at_seq_fkey;
ALTER TABLE invoice DROP CONSTRAINT invoice_ship_fkey;
ALTER TABLE sailor DROP CONSTRAINT sailor_crew_fkey;
ALTER TABLE ship DROP CONSTRAINT ship_tug_of_fkey;
ALTER TABLE stay DROP CONSTRAINT stay_berth;
ALTER TABLE stay DROP CONSTRAINT stay_ship_fkey;

-- keys and indexes, to be made anew
ALTER TABLE "Log Book" DROP CONSTRAINT "Log Book_pkey";
ALTER TABLE "Log Book" DROP CONSTRAINT "Log Book_on""conflict_key";
ALTER TABLE audit DROP CONSTRAINT audit_pkey;
ALTER TABLE berth DROP CONSTRAINT berth_pkey;
ALTER TABLE cache DROP CONSTRAINT cache_pkey;
ALTER TABLE crew DROP CONSTRAINT crew_pkey;
ALTER TABLE event DROP CONSTRAINT event_pkey;
DROP INDEX event_ship;
ALTER TABLE event_proof DROP CONSTRAINT event_proof_pkey;
ALTER TABLE invoice DROP CONSTRAINT invoice_pkey;
ALTER TABLE sailor DROP CONSTRAINT sailor_pkey;
ALTER TABLE ship DROP CONSTRAINT ship_pkey;
ALTER TABLE ship DROP CONSTRAINT "ship's name";
DROP INDEX ship_brin;
DROP INDEX ship_tags;
ALTER TABLE stay DROP CONSTRAINT stay_pkey;
ALTER TABLE stay DROP CONSTRAINT stay_alone;
DROP INDEX stay_during;
DROP INDEX stay_moored;

-- tenant columns: it says whose a row is; the database fills it in, so no statement names it, and it comes
-- last, so that INSERT without a list of columns goes on
ALTER TABLE "Log Book" ADD COLUMN tenant_id uuid;
ALTER TABLE "Log Book" ALTER COLUMN tenant_id SET DEFAULT croft.tenant(), ALTER COLUMN tenant_id SET NOT NULL;
ALTER TABLE audit ADD COLUMN tenant_id uuid;
ALTER TABLE audit ALTER COLUMN tenant_id SET DEFAULT croft.tenant(), ALTER COLUMN tenant_id SET NOT NULL;
ALTER TABLE berth ADD COLUMN tenant_id uuid;
ALTER TABLE berth ALTER COLUMN tenant_id SET DEFAULT croft.tenant(), ALTER COLUMN tenant_id SET NOT NULL;
ALTER TABLE cache ADD COLUMN tenant_id uuid;
ALTER TABLE cache ALTER COLUMN tenant_id SET DEFAULT croft.tenant(), ALTER COLUMN tenant_id SET NOT NULL;
ALTER TABLE crew ADD COLUMN tenant_id uuid;
ALTER TABLE crew ALTER COLUMN tenant_id SET DEFAULT croft.tenant(), ALTER COLUMN tenant_id SET NOT NULL;
ALTER TABLE event ADD COLUMN tenant_id uuid;
ALTER TABLE event ALTER COLUMN tenant_id SET DEFAULT croft.tenant(), ALTER COLUMN tenant_id SET NOT NULL;
ALTER TABLE event_proof ADD COLUMN tenant_id uuid;
ALTER TABLE event_proof ALTER COLUMN tenant_id SET DEFAULT croft.tenant(), ALTER COLUMN tenant_id SET NOT NULL;
ALTER TABLE sailor ADD COLUMN tenant_id uuid;
ALTER TABLE sailor ALTER COLUMN tenant_id SET DEFAULT croft.tenant(), ALTER COLUMN tenant_id SET NOT NULL;
ALTER TABLE ship ADD COLUMN tenant_id uuid;
ALTER TABLE ship ALTER COLUMN tenant_id SET DEFAULT croft.tenant(), ALTER COLUMN tenant_id SET NOT NULL;
ALTER TABLE stay ADD COLUMN tenant_id uuid;
ALTER TABLE stay ALTER COLUMN tenant_id SET DEFAULT croft.tenant(), ALTER COLUMN tenant_id SET NOT NULL;

-- tenant columns: a column of that name and type is there already: it becomes the tenant's, and every other
-- value in it is refused; rename it where it means something else
ALTER TABLE invoice ALTER COLUMN tenant_id SET DEFAULT croft.tenant(), ALTER COLUMN tenant_id SET NOT NULL;

-- primary keys: a key of one tenant answers nothing about another's and takes no value from it; its values
-- may repeat from tenant to tenant
ALTER TABLE event_2025_0 ADD CONSTRAINT event_2025_0_pkey PRIMARY KEY (tenant_id, at, seq);
ALTER TABLE event_2025_1 ADD CONSTRAINT event_2025_1_pkey PRIMARY KEY (tenant_id, at, seq);
ALTER TABLE event_2025 ADD CONSTRAINT event_2025_pkey PRIMARY KEY (tenant_id, at, seq);
ALTER TABLE event_rest ADD CONSTRAINT event_rest_pkey PRIMARY KEY (tenant_id, at, seq);
ALTER TABLE "Log Book" ADD CONSTRAINT "Log Book_pkey" PRIMARY KEY (tenant_id, "Id");
ALTER TABLE audit ADD CONSTRAINT audit_pkey PRIMARY KEY (tenant_id, id);
ALTER TABLE berth ADD CONSTRAINT berth_pkey PRIMARY KEY (tenant_id, harbour, no);
ALTER TABLE cache ADD CONSTRAINT cache_pkey PRIMARY KEY (tenant_id, key);
ALTER TABLE crew ADD CONSTRAINT crew_pkey PRIMARY KEY (tenant_id, id);
ALTER TABLE event ADD CONSTRAINT event_pkey PRIMARY KEY (tenant_id, at, seq);
ALTER TABLE event_proof ADD CONSTRAINT event_proof_pkey PRIMARY KEY (tenant_id, at, seq);
ALTER TABLE invoice ADD CONSTRAINT invoice_pkey PRIMARY KEY (tenant_id, no);
ALTER TABLE sailor ADD CONSTRAINT sailor_pkey PRIMARY KEY (tenant_id, id);
ALTER TABLE ship ADD CONSTRAINT ship_pkey PRIMARY KEY (tenant_id, imo);
ALTER TABLE stay ADD CONSTRAINT stay_pkey PRIMARY KEY (tenant_id, id);

-- unique constraints: a key of one tenant answers nothing about another's and takes no value from it; its
-- values may repeat from tenant to tenant
ALTER TABLE "Log Book" ADD CONSTRAINT "Log Book_on""conflict_key" UNIQUE (tenant_id, "on""conflict");
ALTER TABLE ship ADD CONSTRAINT "ship's name" UNIQUE (tenant_id, name);

-- exclusion constraints: a key of one tenant answers nothing about another's and takes no value from it; its
-- values may repeat from tenant to tenant
ALTER TABLE stay ADD CONSTRAINT stay_alone EXCLUDE USING gist (tenant_id WITH =, harbour WITH =, no WITH =, during WITH &&) WHERE (state <> 'left'::state) DEFERRABLE;

-- indexes: an index that leads with something else answers questions about other tenants' rows, even under
-- row security
CREATE INDEX event_2025_0_ship_idx ON event_2025_0 USING btree (tenant_id, ship);
CREATE INDEX event_2025_1_ship_idx ON event_2025_1 USING btree (tenant_id, ship);
CREATE INDEX event_2025_ship_idx ON event_2025 USING btree (tenant_id, ship);
CREATE INDEX event_rest_ship_idx ON event_rest USING btree (tenant_id, ship);
CREATE INDEX event_ship ON event USING btree (tenant_id, ship);
CREATE INDEX ship_brin ON ship USING brin (tenant_id, imo);
CREATE INDEX ship_tags ON ship USING gin (tenant_id, tags);
CREATE INDEX stay_during ON stay USING gist (tenant_id, during);
CREATE UNIQUE INDEX stay_moored ON stay USING btree (tenant_id, ship) INCLUDE (harbour) WHERE state = 'moored'::state;

-- foreign keys: without the tenant a reference to another tenant's row would be accepted, would tell that it
-- is there and keep its owner from deleting it
ALTER TABLE crew ADD CONSTRAINT crew_captain FOREIGN KEY (tenant_id, captain) REFERENCES sailor (tenant_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE event_proof ADD CONSTRAINT event_proof_at_seq_fkey FOREIGN KEY (tenant_id, at, seq) REFERENCES event (tenant_id, at, seq) ON DELETE CASCADE;
ALTER TABLE invoice ADD CONSTRAINT invoice_ship_fkey FOREIGN KEY (tenant_id, ship) REFERENCES ship (tenant_id, imo);
ALTER TABLE sailor ADD CONSTRAINT sailor_crew_fkey FOREIGN KEY (tenant_id, crew) REFERENCES crew (tenant_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ship ADD CONSTRAINT ship_tug_of_fkey FOREIGN KEY (tenant_id, tug_of) REFERENCES ship (tenant_id, imo) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE stay ADD CONSTRAINT stay_ship_fkey FOREIGN KEY (tenant_id, ship) REFERENCES ship (tenant_id, imo) ON DELETE CASCADE;

-- foreign keys: without the tenant a reference to another tenant's row would be accepted, would tell that it
-- is there and keep its owner from deleting it; a deletion sets the columns that it has set so far, and not
-- the tenant
ALTER TABLE event ADD CONSTRAINT event_ship_fkey FOREIGN KEY (tenant_id, ship) REFERENCES ship (tenant_id, imo) ON DELETE SET NULL (ship);
ALTER TABLE stay ADD CONSTRAINT stay_berth FOREIGN KEY (tenant_id, harbour, no) REFERENCES berth (tenant_id, harbour, no) ON UPDATE CASCADE ON DELETE SET NULL (harbour, no);

-- views: with the rights of its owner a view is held to one tenant only as long as its owner is
ALTER VIEW moored SET (security_invoker = true);
ALTER VIEW moored_names SET (security_invoker = true);

-- functions and procedures: the tenant is one of the columns of a key now, which ON CONFLICT (...) must name,
-- and GROUP BY a primary key; in the statements of the application itself CroftDataSource adds it
CREATE OR REPLACE FUNCTION busiest()
 RETURNS text
 LANGUAGE plpgsql
 STABLE
AS $function$
DECLARE
  found record;
BEGIN
  FOR found IN SELECT name, label, count(stay.id) FROM ship LEFT JOIN stay ON stay.ship = imo GROUP BY 1, imo, ship.tenant_id ORDER BY 3 DESC, 1 LOOP
    RETURN found.label;
  END LOOP;
  RETURN NULL;
END
$function$;
CREATE OR REPLACE FUNCTION put(k text, v jsonb)
 RETURNS void
 LANGUAGE sql
AS $function$INSERT INTO cache VALUES (k, v) ON CONFLICT (tenant_id, key) DO UPDATE SET value = cache.value || excluded.value$function$;
