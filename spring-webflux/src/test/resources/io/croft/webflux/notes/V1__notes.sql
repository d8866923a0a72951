CREATE TABLE note (
  tenant_id uuid NOT NULL DEFAULT croft.tenant(),
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  text text NOT NULL,
  PRIMARY KEY (tenant_id, id)
);
