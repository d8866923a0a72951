-- What only newer versions know; each server makes what it can.
DO $$
BEGIN
  IF current_setting('server_version_num')::integer >= 180000 THEN
    -- As text: an older server cannot even read it.
    EXECUTE $newer$ CREATE TABLE virtual_column (
      tenant_id uuid NOT NULL DEFAULT croft.tenant(),
      id integer NOT NULL,
      t text,
      twice text GENERATED ALWAYS AS (t || t) VIRTUAL,
      length integer GENERATED ALWAYS AS (length(t)) STORED,
      after text,
      PRIMARY KEY (tenant_id, id)
    ) $newer$;
  END IF;
END
$$;
