-- What the gate knows in this database.
SET LOCAL ROLE croft_owner;

CREATE TABLE IF NOT EXISTS croft.installation (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  version integer NOT NULL CHECK (version > 0),
  register text NOT NULL CHECK (register IN ('parameter', 'sequences')),
  pool_schema text,
  changed_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

COMMENT ON COLUMN croft.installation.pool_schema IS
  'the schema whose tables hold the rows of many tenants; null where this database has no pool';

CREATE TABLE IF NOT EXISTS croft.seal_key (
  kid integer PRIMARY KEY,
  inner_pad bytea NOT NULL CHECK (octet_length(inner_pad) = 64),
  outer_pad bytea NOT NULL CHECK (octet_length(outer_pad) = 64),
  not_after timestamptz NOT NULL
);

CREATE TABLE IF NOT EXISTS croft.gate (
  tenant uuid NOT NULL,
  epoch bigint NOT NULL CHECK (epoch > 0),
  isolation text NOT NULL CHECK (isolation IN ('pool', 'schema', 'database')),
  schema_name text NOT NULL,
  login text NOT NULL,
  state text NOT NULL CHECK (state IN ('preparing', 'open', 'closed', 'moved')),
  token bigint NOT NULL DEFAULT 0,
  closed_at timestamptz,
  lease_until timestamptz,
  moved_at timestamptz,
  moved_to text,
  pass_inner_pad bytea CHECK (octet_length(pass_inner_pad) = 64),
  pass_outer_pad bytea CHECK (octet_length(pass_outer_pad) = 64),
  PRIMARY KEY (tenant, epoch),
  CHECK (state <> 'closed' OR (closed_at IS NOT NULL AND lease_until IS NOT NULL)),
  CHECK (state <> 'moved' OR (moved_at IS NOT NULL AND moved_to IS NOT NULL))
) WITH (fillfactor = 50);

CREATE UNIQUE INDEX IF NOT EXISTS gate_login ON croft.gate (login) WHERE isolation <> 'pool';

COMMENT ON COLUMN croft.gate.token IS
  'the attempt that may act on this home; a fence needs a larger one, an abort or a re-opening burns it';
COMMENT ON COLUMN croft.gate.moved_to IS 'isolation@server#epoch of the placement that follows';

CREATE TABLE IF NOT EXISTS croft.shared_table (
  name name PRIMARY KEY
);

COMMENT ON TABLE croft.shared_table IS
  'tables of the application that belong to no tenant: every tenant may read them, none may write';

CREATE TABLE IF NOT EXISTS croft.access (
  name text PRIMARY KEY CHECK (name ~ '^[a-z][a-z0-9_]{0,15}$')
);

COMMENT ON TABLE croft.access IS 'words for less than full access; a transaction has one of them, or full access';

CREATE TABLE IF NOT EXISTS croft.access_right (
  access text NOT NULL REFERENCES croft.access (name),
  schema_name name NOT NULL,
  table_name name NOT NULL,
  commands text[] NOT NULL,
  PRIMARY KEY (access, schema_name, table_name)
);

COMMENT ON COLUMN croft.access_right.schema_name IS
  'where the migration ran: schemas may be at different ones; what a home has not said is as in the pool';

COMMENT ON COLUMN croft.access_right.table_name IS
  'a table of the application, whose partitions follow it; * for every table that is not named';

CREATE TABLE IF NOT EXISTS croft.home_login (
  login name PRIMARY KEY,
  tenant uuid NOT NULL,
  epoch bigint NOT NULL,
  access text NOT NULL
);

CREATE INDEX IF NOT EXISTS home_login_home ON croft.home_login (tenant, epoch);

COMMENT ON TABLE croft.home_login IS
  'the logins of schema and database homes: one of full access, which is the empty word, and one for each other';

RESET ROLE;
