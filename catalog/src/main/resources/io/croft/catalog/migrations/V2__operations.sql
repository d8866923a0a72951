-- Long work: one row for each operation, one for each of its steps.

CREATE TABLE catalog.operation (
  id               uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  kind             text NOT NULL CHECK (kind IN ('provision', 'move')),
  tenant           uuid NOT NULL REFERENCES catalog.tenant,
  spec             jsonb NOT NULL CHECK (jsonb_typeof(spec) = 'object'),
  notes            jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(notes) = 'object'),
  state            text NOT NULL DEFAULT 'pending'
    CHECK (state IN ('pending', 'running', 'done', 'failed', 'cancelled')),
  step             text,
  detail           text,
  cancel_requested boolean NOT NULL DEFAULT false,
  claimed_by       text,
  claimed_until    timestamptz,
  attempt          bigint NOT NULL DEFAULT 0,
  created          timestamptz NOT NULL DEFAULT clock_timestamp(),
  ended            timestamptz,
  CHECK ((state = 'running') = (claimed_until IS NOT NULL)),
  CHECK ((state IN ('done', 'failed', 'cancelled')) = (ended IS NOT NULL))
);
COMMENT ON COLUMN catalog.operation.spec IS 'what is wanted; never changes';
COMMENT ON COLUMN catalog.operation.notes IS 'what the workers must remember, for whoever resumes';
COMMENT ON COLUMN catalog.operation.attempt IS
  'grows with every claim; an update that carries another attempt is refused';

CREATE UNIQUE INDEX operation_active ON catalog.operation (tenant)
  WHERE state IN ('pending', 'running');
CREATE INDEX operation_queue ON catalog.operation (created) WHERE state IN ('pending', 'running');
CREATE INDEX operation_created ON catalog.operation (created DESC);

CREATE SEQUENCE catalog.attempt AS bigint;

CREATE TABLE catalog.operation_step (
  operation uuid NOT NULL REFERENCES catalog.operation,
  ordinal   integer NOT NULL,
  name      text NOT NULL,
  state     text NOT NULL DEFAULT 'pending'
    CHECK (state IN ('pending', 'running', 'done', 'failed', 'skipped')),
  started   timestamptz,
  ended     timestamptz,
  detail    text,
  PRIMARY KEY (operation, ordinal),
  UNIQUE (operation, name)
);
