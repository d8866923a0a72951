-- From version 2, whose gate rows did not say what a home holds of another's log. The column is added in a
-- moment in which nobody is inside: each attempt waits shortly, because whoever enters waits behind it.
SET LOCAL ROLE croft_owner;

DO $$
DECLARE
  usual constant text := current_setting('lock_timeout');
BEGIN
  PERFORM set_config('lock_timeout', '50ms', true);
  FOR attempt IN 1..60 LOOP
    BEGIN
      ALTER TABLE croft.gate ADD COLUMN IF NOT EXISTS applied pg_lsn;
      EXIT;
    EXCEPTION WHEN lock_not_available THEN
      IF attempt = 60 THEN
        RAISE EXCEPTION 'croft.gate gets no new column: transactions use it without a pause'
          USING ERRCODE = '55P03', HINT = 'end the long transactions of tenants, then repeat';
      END IF;
      PERFORM pg_sleep(0.5);
    END;
  END LOOP;
  PERFORM set_config('lock_timeout', usual, true);
END
$$;

RESET ROLE;
