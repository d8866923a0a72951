-- What a business offers, who works there, who comes, and when.

CREATE EXTENSION IF NOT EXISTS btree_gist;

CREATE TABLE business (
  id        integer PRIMARY KEY CHECK (id = 1),
  name      text    NOT NULL CHECK (name <> ''),
  time_zone text    NOT NULL,
  currency  text    NOT NULL CHECK (currency ~ '^[A-Z]{3}$')
);

COMMENT ON TABLE business IS 'one row, once the business has been set up';

CREATE TABLE opening_hours (
  business_id integer NOT NULL REFERENCES business (id),
  day         text    NOT NULL,
  opens       time    NOT NULL,
  closes      time    NOT NULL CHECK (closes > opens),
  PRIMARY KEY (business_id, day)
);

CREATE SEQUENCE offering_seq INCREMENT BY 50;

CREATE TABLE offering (
  id             bigint         PRIMARY KEY,
  name           text           NOT NULL,
  minutes        integer        NOT NULL CHECK (minutes BETWEEN 5 AND 480),
  price_amount   numeric(12, 3) NOT NULL CHECK (price_amount >= 0),
  price_currency text           NOT NULL,
  CONSTRAINT offering_name UNIQUE (name)
);

CREATE SEQUENCE staff_member_seq INCREMENT BY 50;

CREATE TABLE staff_member (
  id    bigint PRIMARY KEY,
  name  text   NOT NULL,
  email text   NOT NULL,
  CONSTRAINT staff_member_email UNIQUE (email)
);

CREATE SEQUENCE customer_seq INCREMENT BY 50;

CREATE TABLE customer (
  id    bigint PRIMARY KEY,
  name  text   NOT NULL,
  email text   NOT NULL,
  CONSTRAINT customer_email UNIQUE (email)
);

CREATE INDEX customer_name ON customer (name);

CREATE SEQUENCE booking_seq INCREMENT BY 50;

CREATE TABLE booking (
  id             bigint         PRIMARY KEY,
  offering_id    bigint         NOT NULL REFERENCES offering (id),
  staff_id       bigint         NOT NULL REFERENCES staff_member (id),
  customer_id    bigint         NOT NULL REFERENCES customer (id),
  starts_at      timestamptz    NOT NULL,
  ends_at        timestamptz    NOT NULL,
  price_amount   numeric(12, 3) NOT NULL,
  price_currency text           NOT NULL,
  status         text           NOT NULL CHECK (status IN ('CONFIRMED', 'COMPLETED', 'MISSED', 'CANCELLED')),
  version        integer        NOT NULL,
  CHECK (ends_at > starts_at),
  -- Nobody is in two places at once, whoever books, from however many processes.
  CONSTRAINT booking_staff_free
    EXCLUDE USING gist (staff_id WITH =, tstzrange(starts_at, ends_at) WITH &&) WHERE (status <> 'CANCELLED')
);

CREATE INDEX booking_starts_at ON booking (starts_at);
CREATE INDEX booking_offering ON booking (offering_id);
CREATE INDEX booking_customer ON booking (customer_id);
