-- A small application: serial, identity, partitions, a sequence of its own, a view.
CREATE TABLE customer (
  tenant_id uuid NOT NULL DEFAULT croft.tenant(),
  id serial,
  name text NOT NULL,
  email text,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, email)
);

CREATE TABLE booking (
  tenant_id uuid NOT NULL DEFAULT croft.tenant(),
  id bigint GENERATED ALWAYS AS IDENTITY,
  customer_id integer NOT NULL,
  price numeric(10, 2) NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, customer_id) REFERENCES customer (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX booking_customer ON booking (tenant_id, customer_id);

CREATE TABLE visit (
  tenant_id uuid NOT NULL DEFAULT croft.tenant(),
  year integer NOT NULL,
  id bigint NOT NULL,
  customer_id integer NOT NULL,
  PRIMARY KEY (tenant_id, year, id),
  FOREIGN KEY (tenant_id, customer_id) REFERENCES customer (tenant_id, id) ON DELETE CASCADE
) PARTITION BY RANGE (year);
CREATE TABLE visit_2026 PARTITION OF visit FOR VALUES FROM (2026) TO (2027);
CREATE TABLE visit_2027 PARTITION OF visit FOR VALUES FROM (2027) TO (2028);

CREATE SEQUENCE invoice_number;

CREATE VIEW cheap_booking AS SELECT * FROM booking WHERE price < 50;
