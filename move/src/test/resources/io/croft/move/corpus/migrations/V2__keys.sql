-- Keys of every kind that an index can order. All have a counter and a value that lies outside of its row.
CREATE FUNCTION make_key_table(name text, type text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('CREATE TABLE %I (tenant_id uuid NOT NULL DEFAULT croft.tenant(), k %s NOT NULL,'
    ' n integer NOT NULL DEFAULT 0, long text, PRIMARY KEY (tenant_id, k))', name, type);
  EXECUTE format('ALTER TABLE %I ALTER COLUMN long SET STORAGE EXTERNAL', name);
END
$$;

CREATE TYPE key_part AS (a integer, b text);
CREATE DOMAIN key_code AS text COLLATE "C";
CREATE DOMAIN key_code_below AS key_code CHECK (VALUE <> 'no');

SELECT make_key_table('key_' || name, type)
FROM (VALUES
  ('bool', 'boolean'), ('int8', 'bigint'), ('numeric', 'numeric'), ('float8', 'double precision'), ('money', 'money'),
  ('oid', 'oid'), ('xid8', 'xid8'), ('lsn', 'pg_lsn'),
  ('text_c', 'text COLLATE "C"'), ('text_icu', 'text COLLATE "und-x-icu"'), ('varchar', 'varchar(9)'), ('bpchar', 'character(5)'),
  ('char', '"char"'), ('name', 'name'), ('bytea', 'bytea'), ('uuid', 'uuid'), ('bit', 'bit(3)'), ('varbit', 'varbit'),
  ('date', 'date'), ('timetz', 'timetz'), ('timestamptz', 'timestamptz'), ('interval', 'interval'),
  ('inet', 'inet'), ('macaddr8', 'macaddr8'), ('jsonb', 'jsonb'), ('tsvector', 'tsvector'),
  ('range', 'int4range'), ('own_range', 'prices'), ('multirange', 'nummultirange'),
  ('enum', 'mood'), ('composite', 'key_part'), ('domain', 'key_code_below'),
  ('ints', 'integer[]'), ('texts', 'text[] COLLATE "C"'), ('moods', 'mood[]'), ('composites', 'key_part[]'),
  ('citext', 'public.citext'), ('hstore', 'public.hstore'), ('ltree', 'public.ltree')) AS wanted (name, type);

-- A key that lies outside of its row itself.
CREATE TABLE key_outside (
  tenant_id uuid NOT NULL DEFAULT croft.tenant(),
  k text COLLATE "C" NOT NULL,
  n integer NOT NULL DEFAULT 0,
  long text,
  PRIMARY KEY (tenant_id, k)
);
ALTER TABLE key_outside ALTER COLUMN k SET STORAGE EXTERNAL;

CREATE TABLE key_many (
  tenant_id uuid NOT NULL DEFAULT croft.tenant(),
  "Key ""one""" mood NOT NULL,
  b key_part NOT NULL,
  c integer[] NOT NULL,
  d public.citext NOT NULL,
  e numeric NOT NULL,
  n integer NOT NULL DEFAULT 0,
  PRIMARY KEY (tenant_id, e, "Key ""one""", b, c, d)
);
DROP FUNCTION make_key_table;
