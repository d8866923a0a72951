-- What the gate knows in this database.
DO $$
BEGIN
  EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
  EXECUTE format('GRANT CONNECT ON DATABASE %I TO croft_mover', current_database());
END
$$;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;

CREATE SCHEMA IF NOT EXISTS croft AUTHORIZATION croft_owner;
GRANT USAGE ON SCHEMA croft TO PUBLIC;

SET LOCAL ROLE croft_owner;

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

RESET ROLE;
