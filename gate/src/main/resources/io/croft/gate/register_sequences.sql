-- The register as five sequences, for servers where no parameter can be given to the gate's owner. What a
-- session has last set is its own, and nobody else may set it. It is good for the transaction whose start
-- it names. It does not die with a savepoint, nor between two transactions of one message: hence the epoch,
-- with which the guard of the pool takes the home's lock again before each write.
SET LOCAL ROLE croft_owner;

DO $$
DECLARE
  part text;
BEGIN
  FOREACH part IN ARRAY ARRAY['at', 'high', 'low', 'epoch', 'remark'] LOOP
    EXECUTE format('CREATE UNLOGGED SEQUENCE IF NOT EXISTS croft.register_%s'
      ' MINVALUE -9223372036854775808 START 0', part);
  END LOOP;
END
$$;

-- True where this transaction has written the register. The setting only tells whether there is anything
-- to look at, because a sequence that the session has not touched cannot be read without an error: whoever
-- forges it meets that error, or what an earlier transaction has left and the start does not match.
CREATE OR REPLACE FUNCTION croft.has_entered() RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF current_setting('croft.entered', true) IS DISTINCT FROM 'yes' THEN
    RETURN false;
  END IF;
  RETURN currval('croft.register_at') = (date_part('epoch', now()) * 1e6)::bigint;
END
$$;

-- The same text as in the other form: 32 hex digits and a remark, '' where nobody has entered.
CREATE OR REPLACE FUNCTION croft.register() RETURNS text
LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  remark bigint;
BEGIN
  IF NOT croft.has_entered() THEN
    RETURN '';
  END IF;
  remark := currval('croft.register_remark');
  RETURN replace(croft.tenant()::text, '-', '')
    || CASE WHEN remark & 1 = 1 THEN 'r' ELSE '' END
    || CASE WHEN remark & 2 = 2 THEN 'm' || (remark >> 2) ELSE '' END;
END
$$;

CREATE OR REPLACE FUNCTION croft.register_epoch() RETURNS bigint
LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NOT croft.has_entered() THEN
    RETURN NULL;
  END IF;
  RETURN currval('croft.register_epoch');
END
$$;

CREATE OR REPLACE FUNCTION croft.write_register(of_tenant uuid, at_epoch bigint, remark text) RETURNS void
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  digits constant text := replace(of_tenant::text, '-', '');
BEGIN
  PERFORM setval('croft.register_at', (date_part('epoch', now()) * 1e6)::bigint),
          setval('croft.register_high', ('x' || left(digits, 16))::bit(64)::bigint),
          setval('croft.register_low', ('x' || right(digits, 16))::bit(64)::bigint),
          setval('croft.register_epoch', at_epoch),
          setval('croft.register_remark', CASE
            WHEN remark = '' THEN 0
            WHEN remark = 'r' THEN 1
            ELSE substr(remark, 2)::bigint << 2 | 2 END),
          set_config('croft.entered', 'yes', true);
END
$$;

-- The tenant of this transaction: the register in the pool, the login's own elsewhere. Never NULL.
CREATE OR REPLACE FUNCTION croft.tenant() RETURNS uuid
LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NOT croft.has_entered() THEN
    RETURN croft.login_tenant();
  END IF;
  RETURN encode(int8send(currval('croft.register_high')) || int8send(currval('croft.register_low')), 'hex')::uuid;
END
$$;

RESET ROLE;
