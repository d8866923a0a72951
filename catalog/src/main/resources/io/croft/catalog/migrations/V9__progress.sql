-- How far the step of a running operation is. Its worker writes it again and again; that alone is no change of state.
ALTER TABLE catalog.operation ADD COLUMN progress jsonb NOT NULL DEFAULT '{}'
  CHECK (jsonb_typeof(progress) = 'object');
COMMENT ON COLUMN catalog.operation.progress IS
  'how far its worker is, as it said last; empty before it has said anything';

DROP TRIGGER audited ON catalog.operation;
CREATE TRIGGER audited AFTER INSERT OR UPDATE OR DELETE ON catalog.operation FOR EACH ROW
  EXECUTE FUNCTION catalog.record_change('id', 'claimed_until', 'progress');
