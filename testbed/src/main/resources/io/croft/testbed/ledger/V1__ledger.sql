CREATE TYPE mood AS ENUM ('calm', 'busy', 'closed');

CREATE TABLE account (
  tenant_id uuid NOT NULL DEFAULT croft.tenant(),
  id bigint GENERATED ALWAYS AS IDENTITY,
  name text NOT NULL,
  balance numeric(12, 2) NOT NULL DEFAULT 0,
  mood mood NOT NULL DEFAULT 'calm',
  details jsonb NOT NULL DEFAULT '{}',
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, name)
);

CREATE TABLE entry (
  tenant_id uuid NOT NULL DEFAULT croft.tenant(),
  id bigserial,
  account_id bigint NOT NULL,
  operation uuid NOT NULL,
  amount numeric(12, 2) NOT NULL CHECK (amount <> 0),
  cents bigint GENERATED ALWAYS AS ((amount * 100)::bigint) STORED,
  tags text[] NOT NULL DEFAULT '{}',
  note text,
  made_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, account_id) REFERENCES account (tenant_id, id)
);

CREATE INDEX entry_operation ON entry (tenant_id, operation);
