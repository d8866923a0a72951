-- Who changed what, when, from what to what: a row for each changed row, in its transaction.

CREATE TABLE catalog.audit (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at          timestamptz NOT NULL DEFAULT clock_timestamp(),
  actor       text NOT NULL,
  action      text NOT NULL,
  object_kind text NOT NULL,
  object_id   text NOT NULL,
  before      jsonb,
  after       jsonb
);
COMMENT ON COLUMN catalog.audit.actor IS
  'as the control plane names it; sql:LOGIN for a change made by hand';
CREATE INDEX audit_object ON catalog.audit (object_kind, object_id, id);

-- Arguments: the column that identifies the object, then the columns that are left out: secrets,
-- and those whose change alone is no change of state.
CREATE FUNCTION catalog.record_change() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  hidden text[] := TG_ARGV[1:];
  old_row jsonb := CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) - hidden END;
  new_row jsonb := CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) - hidden END;
BEGIN
  IF old_row = new_row THEN
    RETURN NULL;
  END IF;
  INSERT INTO catalog.audit (actor, action, object_kind, object_id, before, after)
  VALUES (
    coalesce(nullif(current_setting('croft.actor', true), ''), 'sql:' || session_user),
    coalesce(nullif(current_setting('croft.action', true), ''), lower(TG_OP)),
    TG_TABLE_NAME,
    coalesce(new_row, old_row) ->> TG_ARGV[0],
    old_row,
    new_row);
  RETURN NULL;
END
$$;

CREATE TRIGGER audited AFTER INSERT OR UPDATE OR DELETE ON catalog.server FOR EACH ROW
  EXECUTE FUNCTION catalog.record_change('name', 'admin_password', 'tenants');
CREATE TRIGGER audited AFTER INSERT OR UPDATE OR DELETE ON catalog.plan FOR EACH ROW
  EXECUTE FUNCTION catalog.record_change('name');
CREATE TRIGGER audited AFTER INSERT OR UPDATE OR DELETE ON catalog.tenant FOR EACH ROW
  EXECUTE FUNCTION catalog.record_change('id');
CREATE TRIGGER audited AFTER INSERT OR UPDATE OR DELETE ON catalog.placement FOR EACH ROW
  EXECUTE FUNCTION catalog.record_change('tenant');
CREATE TRIGGER audited AFTER INSERT OR UPDATE OR DELETE ON catalog.operation FOR EACH ROW
  EXECUTE FUNCTION catalog.record_change('id', 'claimed_until');
CREATE TRIGGER audited AFTER INSERT OR UPDATE OR DELETE ON catalog.operation_step FOR EACH ROW
  EXECUTE FUNCTION catalog.record_change('operation');

CREATE FUNCTION catalog.refuse_change() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RAISE EXCEPTION 'catalog.audit is append-only: % is refused', TG_OP
    USING ERRCODE = 'insufficient_privilege';
END
$$;

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON catalog.audit
  FOR EACH STATEMENT EXECUTE FUNCTION catalog.refuse_change();
