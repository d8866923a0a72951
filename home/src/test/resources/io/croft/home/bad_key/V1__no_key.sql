CREATE TABLE good (tenant_id uuid NOT NULL DEFAULT croft.tenant(), id bigint, PRIMARY KEY (tenant_id, id));
CREATE TABLE keyless (tenant_id uuid NOT NULL DEFAULT croft.tenant(), id bigint);
