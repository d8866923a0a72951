-- Makes the schema ready for the tenants of Croft: planned by croft adopt, to be read before it is used.
-- It belongs to the model of all homes, which holds no rows of tenants.

-- foreign keys, to be made anew
ALTER TABLE booking DROP CONSTRAINT booking_customer_id_fkey;
ALTER TABLE booking DROP CONSTRAINT booking_offering_id_fkey;
ALTER TABLE booking DROP CONSTRAINT booking_staff_id_fkey;
ALTER TABLE opening_hours DROP CONSTRAINT opening_hours_business_id_fkey;

-- keys and indexes, to be made anew
ALTER TABLE booking DROP CONSTRAINT booking_pkey;
DROP INDEX booking_customer;
DROP INDEX booking_offering;
ALTER TABLE booking DROP CONSTRAINT booking_staff_free;
DROP INDEX booking_starts_at;
ALTER TABLE business DROP CONSTRAINT business_pkey;
ALTER TABLE customer DROP CONSTRAINT customer_pkey;
ALTER TABLE customer DROP CONSTRAINT customer_email;
DROP INDEX customer_name;
ALTER TABLE offering DROP CONSTRAINT offering_pkey;
ALTER TABLE offering DROP CONSTRAINT offering_name;
ALTER TABLE opening_hours DROP CONSTRAINT opening_hours_pkey;
ALTER TABLE staff_member DROP CONSTRAINT staff_member_pkey;
ALTER TABLE staff_member DROP CONSTRAINT staff_member_email;

-- tenant columns: it says whose a row is; the database fills it in, so no statement names it, and it comes
-- last, so that INSERT without a list of columns goes on
ALTER TABLE booking ADD COLUMN tenant_id uuid;
ALTER TABLE booking ALTER COLUMN tenant_id SET DEFAULT croft.tenant(), ALTER COLUMN tenant_id SET NOT NULL;
ALTER TABLE business ADD COLUMN tenant_id uuid;
ALTER TABLE business ALTER COLUMN tenant_id SET DEFAULT croft.tenant(), ALTER COLUMN tenant_id SET NOT NULL;
ALTER TABLE customer ADD COLUMN tenant_id uuid;
ALTER TABLE customer ALTER COLUMN tenant_id SET DEFAULT croft.tenant(), ALTER COLUMN tenant_id SET NOT NULL;
ALTER TABLE offering ADD COLUMN tenant_id uuid;
ALTER TABLE offering ALTER COLUMN tenant_id SET DEFAULT croft.tenant(), ALTER COLUMN tenant_id SET NOT NULL;
ALTER TABLE opening_hours ADD COLUMN tenant_id uuid;
ALTER TABLE opening_hours ALTER COLUMN tenant_id SET DEFAULT croft.tenant(), ALTER COLUMN tenant_id SET NOT NULL;
ALTER TABLE staff_member ADD COLUMN tenant_id uuid;
ALTER TABLE staff_member ALTER COLUMN tenant_id SET DEFAULT croft.tenant(), ALTER COLUMN tenant_id SET NOT NULL;

-- primary keys: a key of one tenant answers nothing about another's and takes no value from it; its values
-- may repeat from tenant to tenant
ALTER TABLE booking ADD CONSTRAINT booking_pkey PRIMARY KEY (tenant_id, id);
ALTER TABLE business ADD CONSTRAINT business_pkey PRIMARY KEY (tenant_id, id);
ALTER TABLE customer ADD CONSTRAINT customer_pkey PRIMARY KEY (tenant_id, id);
ALTER TABLE offering ADD CONSTRAINT offering_pkey PRIMARY KEY (tenant_id, id);
ALTER TABLE opening_hours ADD CONSTRAINT opening_hours_pkey PRIMARY KEY (tenant_id, business_id, day);
ALTER TABLE staff_member ADD CONSTRAINT staff_member_pkey PRIMARY KEY (tenant_id, id);

-- unique constraints: a key of one tenant answers nothing about another's and takes no value from it; its
-- values may repeat from tenant to tenant
ALTER TABLE customer ADD CONSTRAINT customer_email UNIQUE (tenant_id, email);
ALTER TABLE offering ADD CONSTRAINT offering_name UNIQUE (tenant_id, name);
ALTER TABLE staff_member ADD CONSTRAINT staff_member_email UNIQUE (tenant_id, email);

-- exclusion constraints: a key of one tenant answers nothing about another's and takes no value from it; its
-- values may repeat from tenant to tenant
ALTER TABLE booking ADD CONSTRAINT booking_staff_free EXCLUDE USING gist (tenant_id WITH =, staff_id WITH =, tstzrange(starts_at, ends_at) WITH &&) WHERE (status <> 'CANCELLED'::text);

-- indexes: an index that leads with something else answers questions about other tenants' rows, even under
-- row security
CREATE INDEX booking_customer ON booking USING btree (tenant_id, customer_id);
CREATE INDEX booking_offering ON booking USING btree (tenant_id, offering_id);
CREATE INDEX booking_starts_at ON booking USING btree (tenant_id, starts_at);
CREATE INDEX customer_name ON customer USING btree (tenant_id, name);

-- foreign keys: without the tenant a reference to another tenant's row would be accepted, would tell that it
-- is there and keep its owner from deleting it
ALTER TABLE booking ADD CONSTRAINT booking_customer_id_fkey FOREIGN KEY (tenant_id, customer_id) REFERENCES customer (tenant_id, id);
ALTER TABLE booking ADD CONSTRAINT booking_offering_id_fkey FOREIGN KEY (tenant_id, offering_id) REFERENCES offering (tenant_id, id);
ALTER TABLE booking ADD CONSTRAINT booking_staff_id_fkey FOREIGN KEY (tenant_id, staff_id) REFERENCES staff_member (tenant_id, id);
ALTER TABLE opening_hours ADD CONSTRAINT opening_hours_business_id_fkey FOREIGN KEY (tenant_id, business_id) REFERENCES business (tenant_id, id);
