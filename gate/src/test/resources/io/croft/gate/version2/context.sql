-- Who the tenant of this transaction is, and how it enters.
SET LOCAL ROLE croft_owner;

-- The key of a home's lock: shared by its transactions, exclusive for its fence.
CREATE OR REPLACE FUNCTION croft.lock_key(tenant uuid, epoch bigint) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN pg_catalog.hashtextextended(tenant::text, epoch);

-- The tenant whose home this login is; raises where the login is none.
CREATE OR REPLACE FUNCTION croft.login_tenant() RETURNS uuid
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  found_tenant uuid;
BEGIN
  SELECT g.tenant INTO found_tenant
  FROM croft.home_login h JOIN croft.gate g USING (tenant, epoch) WHERE h.login = session_user;
  IF found_tenant IS NULL THEN
    RAISE EXCEPTION 'no tenant has entered this transaction'
      USING ERRCODE = 'TN006', HINT = 'begin the transaction through a CroftDataSource in a tenant scope';
  END IF;
  RETURN found_tenant;
END
$$;

-- What this login may do, '' where nothing is withheld; raises where it reaches no tenant.
CREATE OR REPLACE FUNCTION croft.access() RETURNS text
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  found_access text;
BEGIN
  IF session_user = 'croft_app' THEN
    RETURN '';
  ELSIF starts_with(session_user, 'croft_as_') THEN
    RETURN substr(session_user, 10);
  END IF;
  SELECT h.access INTO found_access
  FROM croft.home_login h JOIN croft.gate g USING (tenant, epoch) WHERE h.login = session_user;
  IF found_access IS NULL THEN
    RAISE EXCEPTION 'login % reaches no tenant', session_user
      USING ERRCODE = 'TN006', HINT = 'connect through a CroftDataSource in a tenant scope';
  END IF;
  RETURN found_access;
END
$$;

-- Raises unless the home is open at this epoch. The caller holds the home's lock and calls this in a
-- statement of its own, so that the row is read after the lock was granted. A snapshot that is older
-- than the lock needs the row lock as well.
CREATE OR REPLACE FUNCTION croft.check_open(of_tenant uuid, at_epoch bigint) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  home croft.gate;
BEGIN
  IF current_setting('transaction_isolation') IN ('repeatable read', 'serializable')
     AND current_setting('transaction_read_only') = 'off' THEN
    SELECT * INTO home FROM croft.gate g
    WHERE g.tenant = of_tenant AND g.epoch = at_epoch FOR SHARE;
  ELSE
    SELECT * INTO home FROM croft.gate g WHERE g.tenant = of_tenant AND g.epoch = at_epoch;
  END IF;
  CASE home.state
    WHEN 'open' THEN
      RETURN;
    WHEN 'closed' THEN
      RAISE EXCEPTION 'tenant % is fenced: a move is switching it', of_tenant
        USING ERRCODE = 'TN001', DETAIL = CASE
          WHEN clock_timestamp() BETWEEN home.closed_at AND home.lease_until THEN 'lease running'
          ELSE 'lease expired' END;
    WHEN 'moved' THEN
      RAISE EXCEPTION 'tenant % has moved', of_tenant USING ERRCODE = 'TN002', DETAIL = home.moved_to;
    WHEN 'preparing' THEN
      RAISE EXCEPTION 'the home of tenant % at epoch % is not open yet', of_tenant, at_epoch
        USING ERRCODE = 'TN001', DETAIL = 'preparing';
    ELSE
      RAISE EXCEPTION 'tenant % has no home here at epoch %', of_tenant, at_epoch
        USING ERRCODE = 'TN002';
  END CASE;
END
$$;

-- Names the newest key to a router whose key has ended; to any other it has nothing to say.
CREATE OR REPLACE FUNCTION croft.other_key(seal bytea) RETURNS text
LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp AS $$
  SELECT CASE
    WHEN octet_length(seal) = 104 AND count(*) FILTER (
      WHERE k.kid = ('x' || encode(substring(seal FROM 1 FOR 4), 'hex'))::bit(32)::integer) = 0
    THEN coalesce('key ' || max(k.kid), '') ELSE '' END
  FROM croft.seal_key k WHERE k.not_after > clock_timestamp()
$$;

-- Enters the tenant that the seal names, for this transaction. Layout of the seal: see Sealer. The
-- second parameter is never given: its default is evaluated outside, where the session's own path holds.
CREATE OR REPLACE FUNCTION croft.enter(
  seal bytea, session_path text DEFAULT pg_catalog.current_setting('search_path')) RETURNS void
LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  genuine boolean;
  sealed_tenant uuid;
  sealed_epoch bigint;
  expiry double precision;
  sealed_pid integer;
  sealed_access text;
BEGIN
  SELECT octet_length(seal) = 104
     AND sha256(k.outer_pad || sha256(k.inner_pad || substring(seal FROM 1 FOR 72))) = substring(seal FROM 73)
     AND k.not_after > clock_timestamp()
    INTO genuine
    FROM croft.seal_key k
   WHERE k.kid = ('x' || encode(substring(seal FROM 1 FOR 4), 'hex'))::bit(32)::integer;
  IF octet_length(seal) = 88 THEN
    RAISE EXCEPTION 'the seal is of an older version than the gate'
      USING ERRCODE = 'TN009', HINT = 'bring the application to the version of Croft that the gate has';
  END IF;
  IF genuine IS NOT TRUE THEN
    RAISE EXCEPTION 'the seal is not genuine' USING ERRCODE = 'TN003', DETAIL = croft.other_key(seal);
  END IF;

  sealed_tenant := encode(substring(seal FROM 5 FOR 16), 'hex')::uuid;
  sealed_epoch := ('x' || encode(substring(seal FROM 21 FOR 8), 'hex'))::bit(64)::bigint;
  expiry := ('x' || encode(substring(seal FROM 29 FOR 8), 'hex'))::bit(64)::bigint
    - date_part('epoch', clock_timestamp());
  sealed_pid := ('x' || encode(substring(seal FROM 37 FOR 4), 'hex'))::bit(32)::integer;
  IF expiry < 0 OR expiry > 120 THEN
    RAISE EXCEPTION 'the seal has expired, or was made by a clock that is ahead'
      USING ERRCODE = 'TN003', HINT = 'compare the clocks of the application and the server';
  END IF;
  IF sealed_pid <> 0 AND sealed_pid <> pg_backend_pid() THEN
    RAISE EXCEPTION 'the seal was made for another backend' USING ERRCODE = 'TN003';
  END IF;
  sealed_access := rtrim(encode(substring(seal FROM 57 FOR 16), 'escape'), ' ');
  IF sealed_access <> substr(session_user, 10, CASE WHEN starts_with(session_user, 'croft_as_') THEN 16 ELSE 0 END) THEN
    RAISE EXCEPTION 'the seal was made for another access than login % has', session_user USING ERRCODE = 'TN003';
  END IF;

  IF croft.register() <> '' THEN
    RAISE EXCEPTION 'a tenant has already entered this transaction' USING ERRCODE = 'TN004';
  END IF;
  IF EXISTS (SELECT FROM pg_prepared_statement() s WHERE s.from_sql)
     OR EXISTS (SELECT FROM pg_cursor() c WHERE c.name <> '')
     OR pg_my_temp_schema() <> 0
     OR current_setting('role') <> 'none'
     OR current_setting('row_security') <> 'on'
     OR current_setting('standard_conforming_strings') <> 'on'
     OR session_path IS DISTINCT FROM 'app, pg_temp' THEN
    RAISE EXCEPTION 'the session carries state of an earlier transaction'
      USING ERRCODE = 'TN005', HINT = 'destroy the connection and take a clean one';
  END IF;

  IF NOT pg_try_advisory_xact_lock_shared(croft.lock_key(sealed_tenant, sealed_epoch)) THEN
    RAISE EXCEPTION 'tenant % is fenced: a move is switching it', sealed_tenant
      USING ERRCODE = 'TN001', DETAIL = 'lock held';
  END IF;
  PERFORM croft.check_open(sealed_tenant, sealed_epoch);
  PERFORM croft.write_register(sealed_tenant, sealed_epoch,
    CASE WHEN current_setting('transaction_read_only') = 'on'
          AND current_setting('transaction_isolation') IN ('repeatable read', 'serializable')
         THEN 'r' ELSE '' END);
END
$$;

RESET ROLE;
