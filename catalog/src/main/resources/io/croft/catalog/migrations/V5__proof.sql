-- Continuous proof: the rounds of the watch, and what each probe has found over time.

CREATE TABLE catalog.watch_round (
  id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  server        text COLLATE "C" NOT NULL REFERENCES catalog.server,
  worker        text NOT NULL,
  started       timestamptz NOT NULL DEFAULT clock_timestamp(),
  claimed_until timestamptz NOT NULL,
  ended         timestamptz,
  complete      boolean NOT NULL DEFAULT false,
  homes         integer NOT NULL DEFAULT 0,
  probed        integer NOT NULL DEFAULT 0,
  within_rounds integer NOT NULL DEFAULT 0,
  held          integer NOT NULL DEFAULT 0,
  alarms        integer NOT NULL DEFAULT 0,
  blinds        integer NOT NULL DEFAULT 0
);
COMMENT ON COLUMN catalog.watch_round.complete IS
  'false when it was stopped, or its worker died and another one has ended it';
COMMENT ON COLUMN catalog.watch_round.within_rounds IS
  'in how many rounds every home of the server has its turn';
CREATE UNIQUE INDEX watch_round_running ON catalog.watch_round (server) WHERE ended IS NULL;
CREATE INDEX watch_round_newest ON catalog.watch_round (server, id DESC);

CREATE TABLE catalog.probe (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  server      text COLLATE "C" NOT NULL REFERENCES catalog.server,
  database    text NOT NULL,
  isolation   text NOT NULL CHECK (isolation IN ('pool', 'schema', 'database')),
  tenant      uuid,
  epoch       bigint,
  probe       text COLLATE "C" NOT NULL,
  outcome     text NOT NULL CHECK (outcome IN ('held', 'alarm', 'blind')),
  evidence    text NOT NULL,
  millis      bigint NOT NULL,
  first_round bigint NOT NULL,
  last_round  bigint NOT NULL,
  since       timestamptz NOT NULL DEFAULT clock_timestamp(),
  last        timestamptz NOT NULL DEFAULT clock_timestamp(),
  times       bigint NOT NULL DEFAULT 1,
  longest_gap interval NOT NULL DEFAULT interval '0',
  current     boolean NOT NULL DEFAULT true,
  CHECK ((tenant IS NULL) = (isolation = 'pool')),
  CHECK ((tenant IS NULL) = (epoch IS NULL))
);
COMMENT ON TABLE catalog.probe IS
  'one row for each stretch of time in which a probe of one pool or one tenant had the same outcome';
COMMENT ON COLUMN catalog.probe.tenant IS 'whose home was probed; null for a pool';
COMMENT ON COLUMN catalog.probe.evidence IS 'of the last time: SQLSTATEs and counts, never rows';
COMMENT ON COLUMN catalog.probe.longest_gap IS 'the longest time between two looks of this stretch';
CREATE UNIQUE INDEX probe_current ON catalog.probe ((coalesce(tenant::text, server)), probe)
  WHERE current;
CREATE INDEX probe_tenant ON catalog.probe (tenant) WHERE current;
CREATE INDEX probe_open ON catalog.probe (server) WHERE current AND outcome <> 'held';
CREATE INDEX probe_last ON catalog.probe (last DESC);

GRANT SELECT, INSERT, UPDATE, DELETE ON catalog.watch_round, catalog.probe TO croft_control;
