-- One column for each built-in type whose values can be carried.
CREATE TABLE number (
  tenant_id uuid NOT NULL DEFAULT croft.tenant(),
  id integer NOT NULL,
  b boolean, i2 smallint, i4 integer, i8 bigint,
  n numeric, n2 numeric(12, 2), tens numeric(9, -3), deep numeric(1000, 500),
  f4 real, f8 double precision, m money,
  o oid, x xid, x8 xid8, c cid, t tid, lsn pg_lsn,
  i2s int2vector, os oidvector, snapshot pg_snapshot, old_snapshot txid_snapshot,
  PRIMARY KEY (tenant_id, id)
);

CREATE TABLE word (
  tenant_id uuid NOT NULL DEFAULT croft.tenant(),
  id integer NOT NULL,
  t text, v varchar, v5 varchar(5), c character(7), one "char", nm name, by bytea, u uuid,
  b bit(9), vb varbit, vb5 varbit(5), cursor refcursor,
  PRIMARY KEY (tenant_id, id)
);

CREATE TABLE document (
  tenant_id uuid NOT NULL DEFAULT croft.tenant(),
  id integer NOT NULL,
  x xml, j json, jb jsonb, path jsonpath, v tsvector, q tsquery,
  config regconfig, dictionary regdictionary, collation_name regcollation,
  PRIMARY KEY (tenant_id, id)
);

CREATE TABLE moment (
  tenant_id uuid NOT NULL DEFAULT croft.tenant(),
  id integer NOT NULL,
  d date, t time, t3 time(3), tz time with time zone, ts timestamp, ts0 timestamp(0), tstz timestamptz,
  i interval, months interval year to month,
  PRIMARY KEY (tenant_id, id)
);

CREATE TABLE place (
  tenant_id uuid NOT NULL DEFAULT croft.tenant(),
  id integer NOT NULL,
  i inet, c cidr, m macaddr, m8 macaddr8,
  p point, l line, s lseg, b box, pa path, po polygon, ci circle,
  PRIMARY KEY (tenant_id, id)
);

CREATE TABLE span (
  tenant_id uuid NOT NULL DEFAULT croft.tenant(),
  id integer NOT NULL,
  i4 int4range, i8 int8range, n numrange, ts tsrange, tstz tstzrange, d daterange,
  i4s int4multirange, i8s int8multirange, ns nummultirange, tss tsmultirange, tstzs tstzmultirange,
  ds datemultirange,
  PRIMARY KEY (tenant_id, id)
);

-- Types of the application's own.
CREATE TYPE mood AS ENUM ('calm', 'it''s "busy"', 'ünruhig', '');
CREATE DOMAIN positive AS numeric CHECK (VALUE > 0);
CREATE DOMAIN short_code AS varchar(8) COLLATE "C" NOT NULL CHECK (VALUE ~ '^[a-z]*$');
CREATE DOMAIN three AS integer[] CHECK (cardinality(VALUE) = 3);
CREATE TYPE inner_part AS (a integer, "b ""c" text, m mood);
CREATE TYPE outer_part AS (one inner_part, many inner_part[], amount positive, at timestamptz);
CREATE TYPE prices AS RANGE (SUBTYPE = numeric, MULTIRANGE_TYPE_NAME = many_prices);
CREATE TYPE words AS RANGE (SUBTYPE = text, COLLATION = "C");

CREATE TABLE own_type (
  tenant_id uuid NOT NULL DEFAULT croft.tenant(),
  id integer NOT NULL,
  m mood, ms mood[], p positive, ps positive[], code short_code, t three,
  i inner_part, o outer_part, os outer_part[], r prices, rs many_prices, w words, ws prices[],
  PRIMARY KEY (tenant_id, id)
);

-- A table's rows are a type, too.
CREATE TABLE row_type (
  tenant_id uuid NOT NULL DEFAULT croft.tenant(),
  id integer NOT NULL,
  whole own_type, wholes own_type[],
  PRIMARY KEY (tenant_id, id)
);

CREATE TABLE list (
  tenant_id uuid NOT NULL DEFAULT croft.tenant(),
  id integer NOT NULL,
  b boolean[], i integer[], n numeric[], f double precision[], t text[], c character(3)[], one "char"[], by bytea[],
  u uuid[], tstz timestamptz[], i2 interval[], j json[], jb jsonb[], x xml[], bx box[], p point[], r int4range[],
  rs nummultirange[], v tsvector[], a inet[], m money[],
  PRIMARY KEY (tenant_id, id)
);

CREATE TABLE extension_type (
  tenant_id uuid NOT NULL DEFAULT croft.tenant(),
  id integer NOT NULL,
  c public.citext, h public.hstore, l public.ltree, q public.lquery, cs public.citext[], hs public.hstore[],
  PRIMARY KEY (tenant_id, id)
);
