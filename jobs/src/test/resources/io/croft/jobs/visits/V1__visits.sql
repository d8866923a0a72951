CREATE TABLE visit (
  tenant_id uuid NOT NULL DEFAULT croft.tenant(),
  id bigint GENERATED ALWAYS AS IDENTITY,
  run text NOT NULL,
  slug text NOT NULL,
  PRIMARY KEY (tenant_id, id)
);

CREATE TABLE job_mark (
  tenant_id uuid NOT NULL DEFAULT croft.tenant(),
  run text NOT NULL,
  PRIMARY KEY (tenant_id, run)
);
