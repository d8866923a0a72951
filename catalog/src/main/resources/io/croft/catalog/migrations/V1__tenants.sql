-- Servers, plans, tenants and where they live. Flyway makes the schema "catalog" before this runs.

CREATE TABLE catalog.server (
  name           text COLLATE "C" PRIMARY KEY CHECK (name ~ '^[a-z][a-z0-9-]{0,47}$'),
  region         text COLLATE "C" NOT NULL CHECK (region ~ '^[a-z][a-z0-9-]{0,47}$'),
  labels         jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(labels) = 'object'),
  max_tenants    integer NOT NULL CHECK (max_tenants >= 0),
  budget         integer NOT NULL CHECK (budget > 0),
  host           text NOT NULL,
  port           integer NOT NULL CHECK (port BETWEEN 1 AND 65535),
  admin_user     text NOT NULL,
  admin_password bytea NOT NULL,
  admin_since    timestamptz NOT NULL DEFAULT clock_timestamp(),
  app_host       text NOT NULL,
  app_port       integer NOT NULL CHECK (app_port BETWEEN 1 AND 65535),
  tenants        integer NOT NULL DEFAULT 0 CHECK (tenants >= 0)
);
COMMENT ON COLUMN catalog.server.budget IS 'connections that applications may hold at once';
COMMENT ON COLUMN catalog.server.admin_password IS 'AES-256-GCM, bound to the name of the server';
COMMENT ON COLUMN catalog.server.tenants IS 'how many tenants are placed here now';

CREATE TABLE catalog.plan (
  name               text COLLATE "C" PRIMARY KEY CHECK (name ~ '^[a-z][a-z0-9-]{0,47}$'),
  default_isolation  text NOT NULL,
  allowed_isolations text[] NOT NULL
    CHECK (allowed_isolations <@ ARRAY['pool', 'schema', 'database']),
  allowed_regions    text[] NOT NULL DEFAULT '{}',
  limits             jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(limits) = 'object'),
  CHECK (default_isolation = ANY (allowed_isolations))
);
COMMENT ON COLUMN catalog.plan.allowed_regions IS 'empty: any region';
COMMENT ON COLUMN catalog.plan.limits IS
  'connections: most connections of one tenant at once; weight: its share when a server is busy';

INSERT INTO catalog.plan (name, default_isolation, allowed_isolations, limits) VALUES
  ('free',         'pool',     '{pool}',                  '{"connections": 2, "weight": 1}'),
  ('standard',     'pool',     '{pool,schema}',           '{"connections": 5, "weight": 2}'),
  ('professional', 'schema',   '{pool,schema,database}',  '{"connections": 10, "weight": 4}'),
  ('enterprise',   'database', '{pool,schema,database}',  '{"connections": 25, "weight": 8}');

CREATE TABLE catalog.tenant (
  id         uuid PRIMARY KEY,
  slug       text COLLATE "C" NOT NULL UNIQUE
    CHECK (length(slug) <= 48 AND slug ~ '^[a-z](-?[a-z0-9])+$'),
  name       text NOT NULL,
  plan       text COLLATE "C" NOT NULL REFERENCES catalog.plan,
  region     text COLLATE "C",
  status     text NOT NULL DEFAULT 'provisioning'
    CHECK (status IN ('provisioning', 'active', 'suspended', 'erased')),
  last_epoch bigint NOT NULL DEFAULT 1 CHECK (last_epoch >= 1),
  created    timestamptz NOT NULL DEFAULT clock_timestamp()
);
COMMENT ON COLUMN catalog.tenant.region IS 'the only region where it may live; null: any';
COMMENT ON COLUMN catalog.tenant.last_epoch IS 'the largest epoch given out; it only grows';

CREATE TABLE catalog.placement (
  tenant    uuid NOT NULL REFERENCES catalog.tenant,
  epoch     bigint NOT NULL CHECK (epoch >= 1),
  isolation text NOT NULL CHECK (isolation IN ('pool', 'schema', 'database')),
  server    text COLLATE "C" NOT NULL REFERENCES catalog.server,
  database  text NOT NULL,
  schema    text NOT NULL,
  login     text NOT NULL,
  since     timestamptz NOT NULL DEFAULT clock_timestamp(),
  until     timestamptz,
  PRIMARY KEY (tenant, epoch)
);
COMMENT ON COLUMN catalog.placement.until IS 'null: the tenant lives here now';
CREATE UNIQUE INDEX placement_current ON catalog.placement (tenant) WHERE until IS NULL;
CREATE INDEX placement_server ON catalog.placement (server) WHERE until IS NULL;
