-- Schema and database homes: the login is the identity; join and the guard keep the fence.
SET LOCAL ROLE croft_owner;

-- The first statement of an explicit transaction: takes the home's lock and reads its gate row.
CREATE OR REPLACE FUNCTION croft.join() RETURNS void
LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  own_tenant uuid;
  own_epoch bigint;
BEGIN
  SELECT h.tenant, h.epoch INTO own_tenant, own_epoch
  FROM croft.home_login h WHERE h.login = session_user;
  IF own_tenant IS NULL THEN
    RAISE EXCEPTION 'login % has no home here', session_user USING ERRCODE = 'TN002';
  END IF;
  IF NOT pg_try_advisory_xact_lock_shared(croft.lock_key(own_tenant, own_epoch)) THEN
    RAISE EXCEPTION 'tenant % is fenced: a move is switching it', own_tenant
      USING ERRCODE = 'TN001', DETAIL = 'lock held';
  END IF;
  PERFORM croft.check_open(own_tenant, own_epoch);
END
$$;

-- The token of the attempt for which the mover's transaction acts, NULL in any other transaction.
CREATE OR REPLACE FUNCTION croft.claimed_token() RETURNS bigint
LANGUAGE sql STABLE
RETURN CASE
  WHEN session_user = 'croft_mover' AND pg_catalog.substr(croft.register(), 33, 1) = 'm'
  THEN pg_catalog.substr(croft.register(), 34)::bigint
END;

-- Before every write to a table of a schema or database home, whoever writes. Arguments: tenant, epoch.
-- It waits at the fence, because it may be in the middle of a transaction; it never remembers.
CREATE OR REPLACE FUNCTION croft.guard_home() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET lock_timeout = '600ms' AS $$
DECLARE
  of_tenant uuid := TG_ARGV[0];
  at_epoch bigint := TG_ARGV[1];
BEGIN
  IF croft.register() <> '' AND EXISTS (
      SELECT FROM croft.gate g
      WHERE g.tenant = of_tenant AND g.epoch = at_epoch AND g.token = croft.claimed_token()) THEN
    RETURN NULL;
  END IF;
  PERFORM pg_advisory_xact_lock_shared(croft.lock_key(of_tenant, at_epoch));
  PERFORM croft.check_open(of_tenant, at_epoch);
  RETURN NULL;
END
$$;

-- The lock of writers from outside the gate (superuser, migration): they share it, and each fence of the
-- pool takes it alone for a moment.
CREATE OR REPLACE FUNCTION croft.outsider_key() RETURNS bigint
LANGUAGE sql IMMUTABLE
RETURN pg_catalog.hashtextextended('croft outsider', 0);

-- Before every write to a table of the pool. An entered tenant passes, unless it entered as a reader.
CREATE OR REPLACE FUNCTION croft.guard_pool() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET lock_timeout = '600ms' AS $$
DECLARE
  register constant text := croft.register();
  epoch bigint;
BEGIN
  CASE substr(register, 33, 1)
    WHEN 'r' THEN
      RAISE EXCEPTION 'the transaction was read-only when the tenant entered; it may not write'
        USING ERRCODE = 'TN007';
    WHEN 'm' THEN
      IF croft.claimed_token() IS NOT NULL THEN
        RETURN NULL;
      END IF;
    ELSE
      IF length(register) = 32 THEN
        epoch := croft.register_epoch();
        IF epoch IS NOT NULL THEN
          PERFORM pg_advisory_xact_lock_shared(croft.lock_key(left(register, 32)::uuid, epoch));
          PERFORM croft.check_open(left(register, 32)::uuid, epoch);
        END IF;
        RETURN NULL;
      END IF;
  END CASE;
  IF current_setting('transaction_isolation') IN ('repeatable read', 'serializable') THEN
    RAISE EXCEPTION 'a writer from outside the gate works in READ COMMITTED, found %',
        upper(current_setting('transaction_isolation'))
      USING ERRCODE = 'TN008', HINT = 'an older snapshot would not see that a tenant was fenced';
  END IF;
  PERFORM pg_advisory_xact_lock_shared(croft.outsider_key());
  IF EXISTS (SELECT FROM croft.gate g WHERE g.isolation = 'pool' AND g.state = 'closed') THEN
    RAISE EXCEPTION 'a move is switching a tenant of this pool; writers from outside wait'
      USING ERRCODE = 'TN008', HINT = 'repeat in a second';
  END IF;
  RETURN NULL;
END
$$;

RESET ROLE;
