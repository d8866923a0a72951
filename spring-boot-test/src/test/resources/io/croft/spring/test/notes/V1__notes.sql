CREATE SEQUENCE note_seq INCREMENT BY 50;

CREATE TABLE note (
  tenant_id uuid NOT NULL DEFAULT croft.tenant(),
  id bigint NOT NULL,
  text text NOT NULL,
  PRIMARY KEY (tenant_id, id)
);
