-- What a move does to a gate row. Each is one call in one flight in autocommit, so that nobody can
-- freeze while holding the lock; who calls it in a transaction block all the same is soon cut off.
SET LOCAL ROLE croft_owner;

-- Gives the rest of this transaction no more than this time between two statements.
CREATE OR REPLACE FUNCTION croft.hurry(most text) RETURNS text
LANGUAGE sql VOLATILE
RETURN pg_catalog.set_config('idle_in_transaction_session_timeout', most, true);

-- Hands a home that its tenant has not left to a newer attempt: opens it where an older attempt has shut
-- it, and burns every older token. False when the tenant has left, or a newer attempt holds the home; 55P03
-- when transactions inside were in the way. Those with an older snapshot share the row, one after the other
-- without end; while this waits for the home's lock, none comes in.
CREATE OR REPLACE FUNCTION croft.take(of_tenant uuid, at_epoch bigint, by_token bigint) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET lock_timeout = '40ms' AS $$
BEGIN
  PERFORM FROM croft.gate g WHERE g.tenant = of_tenant AND g.epoch = at_epoch FOR NO KEY UPDATE SKIP LOCKED;
  IF NOT FOUND THEN
    PERFORM pg_advisory_xact_lock(croft.lock_key(of_tenant, at_epoch));
  END IF;
  UPDATE croft.gate g
  SET state = 'open', token = by_token - 1, closed_at = NULL, lease_until = NULL, applied = NULL
  WHERE g.tenant = of_tenant AND g.epoch = at_epoch AND g.state IN ('open', 'closed') AND g.token < by_token;
  RETURN FOUND;
END
$$;

-- Shuts the home: waits (shortly) for the transactions inside, then open -> closed under a lease.
-- True when shut; false when the row is not open or the token is not newer.
CREATE OR REPLACE FUNCTION croft.fence(of_tenant uuid, at_epoch bigint, by_token bigint, lease interval)
RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET lock_timeout = '40ms' AS $$
BEGIN
  PERFORM croft.hurry('200ms');
  PERFORM pg_advisory_xact_lock(croft.lock_key(of_tenant, at_epoch));
  PERFORM pg_advisory_xact_lock(croft.outsider_key())
  FROM croft.gate g WHERE g.tenant = of_tenant AND g.epoch = at_epoch AND g.isolation = 'pool';
  UPDATE croft.gate g
  SET state = 'closed', token = by_token,
      closed_at = clock_timestamp(), lease_until = clock_timestamp() + lease
  WHERE g.tenant = of_tenant AND g.epoch = at_epoch AND g.state = 'open' AND g.token < by_token;
  RETURN FOUND;
END
$$;

-- Opens the home again after a fence of this attempt, and burns the attempt's token.
CREATE OR REPLACE FUNCTION croft.unfence(of_tenant uuid, at_epoch bigint, by_token bigint) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  UPDATE croft.gate g
  SET state = 'open', token = g.token + 1, closed_at = NULL, lease_until = NULL
  WHERE g.tenant = of_tenant AND g.epoch = at_epoch AND g.state = 'closed' AND g.token = by_token;
  RETURN FOUND;
END
$$;

-- Opens a home whose mover has missed its lease, and burns the attempt's token. Anybody may call it: it
-- acts on expired leases only, also after the clock was set back.
CREATE OR REPLACE FUNCTION croft.reopen(of_tenant uuid, at_epoch bigint) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  UPDATE croft.gate g
  SET state = 'open', token = g.token + 1, closed_at = NULL, lease_until = NULL
  WHERE g.tenant = of_tenant AND g.epoch = at_epoch AND g.state = 'closed'
    AND clock_timestamp() NOT BETWEEN g.closed_at AND g.lease_until;
  RETURN FOUND;
END
$$;

-- Takes a home's logins the right to its schema and sequences. TN008 when they keep it all the same.
CREATE OR REPLACE FUNCTION croft.shut_out(of_login text, from_schema text) RETURNS void
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  logins text;
  kept text;
BEGIN
  SELECT string_agg(quote_ident(l), ', ') INTO logins FROM croft.home_logins(of_login) l;
  EXECUTE format('REVOKE USAGE ON ALL SEQUENCES IN SCHEMA %I FROM %s', from_schema, logins);
  EXECUTE format('REVOKE USAGE ON SCHEMA %I FROM %s', from_schema, logins);
  SELECT string_agg(l, ', ') INTO kept FROM croft.home_logins(of_login) l
  WHERE has_schema_privilege(l, from_schema, 'USAGE');
  IF kept IS NOT NULL THEN
    RAISE EXCEPTION 'login % keeps its rights on schema %', kept, from_schema
      USING ERRCODE = 'TN008', HINT = 'the schema belongs to croft_app_owner, and nobody else grants on it';
  END IF;
END
$$;

-- The commit point of a move: closed -> moved, within the lease, by the attempt that shut the home.
-- With it the old logins lose the schema and its sequences. From here the home may follow the new one, of
-- whose log it has nothing yet. Where the home has a mark, TN010 when its tables were changed since that was made, or a
-- change is under way that may still commit: whoever changes them holds the mark until the end of the transaction.
-- Who comes later waits for this and finds the home moved. So no change of tables is between the comparison and the
-- commit point, and the pause needs no further call. 55P03 when something else is in the way, such as a GRANT that is
-- not committed: nobody could open the home again while this waits for it.
CREATE OR REPLACE FUNCTION croft.switch(
  of_tenant uuid, at_epoch bigint, by_token bigint, target text,
  inner_pad bytea, outer_pad bytea) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET lock_timeout = '300ms' AS $$
DECLARE
  home croft.gate;
BEGIN
  PERFORM croft.hurry('200ms');
  PERFORM croft.require_definitions(of_tenant, at_epoch);
  UPDATE croft.gate g
  SET state = 'moved', moved_at = clock_timestamp(), moved_to = target,
      pass_inner_pad = inner_pad, pass_outer_pad = outer_pad, applied = NULL
  WHERE g.tenant = of_tenant AND g.epoch = at_epoch AND g.token = by_token AND g.state = 'closed'
    AND clock_timestamp() BETWEEN g.closed_at AND g.lease_until
  RETURNING * INTO home;
  IF home.tenant IS NULL THEN
    RETURN false;
  END IF;
  IF home.isolation <> 'pool' THEN
    PERFORM croft.shut_out(home.login, home.schema_name);
  END IF;
  RETURN true;
END
$$;

-- Ends what still runs at a moved home from before the switch, by any of its logins: a transaction that holds a lock on one of
-- the home's tables or sequences goes on reading and drawing there, because a REVOKE reaches it only when
-- it takes a new lock. Returns when none is left.
CREATE OR REPLACE FUNCTION croft.evict(of_login text, from_schema text) RETURNS void
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  switched constant timestamptz := clock_timestamp();
  older integer[];
BEGIN
  FOR attempt IN 1..1000 LOOP
    PERFORM pg_stat_clear_snapshot();
    SELECT array_agg(a.pid) INTO older
    FROM pg_stat_get_activity(NULL) a
    WHERE a.usesysid IN (
        SELECT r.oid FROM pg_roles r JOIN croft.home_logins(of_login) l ON l = r.rolname)
      AND a.xact_start <= switched
      AND a.pid IN (
        SELECT l.pid
        FROM pg_lock_status() l JOIN pg_class c ON c.oid = l.relation
        WHERE l.database = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())
          AND c.relnamespace = (SELECT n.oid FROM pg_namespace n WHERE n.nspname = from_schema)
          -- Another handover reads the sequences; the tenant itself may not.
          AND NOT (c.relkind = 'S' AND l.mode = 'AccessShareLock'));
    IF older IS NULL THEN
      RETURN;
    END IF;
    IF pg_backend_pid() = ANY (older) THEN
      RAISE EXCEPTION 'this transaction has used the home of % before the switch', of_login
        USING ERRCODE = 'TN008', HINT = 'hand over in a transaction of its own';
    END IF;
    PERFORM pg_terminate_backend(pid) FROM unnest(older) AS pid;
    PERFORM pg_sleep(0.002);
  END LOOP;
  RAISE EXCEPTION 'transactions of % from before the switch do not end', of_login
    USING ERRCODE = 'TN008', HINT = 'look for them in pg_stat_activity';
END
$$;

-- Returns what the sequences of a schema are to go on from elsewhere, by name: with a margin, which stays above
-- what a call in flight, or a block that the application holds, may yield. With those that begin anew at their end, or
-- without.
CREATE OR REPLACE FUNCTION croft.next_numbers(in_schema text, cycling boolean) RETURNS jsonb
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  sequence record;
  -- Wider than a sequence, which may be near its end.
  next_value numeric;
  numbers jsonb := '{}';
BEGIN
  FOR sequence IN
    SELECT c.relname, s.seqincrement, s.seqcache, s.seqmax, s.seqmin
    FROM pg_class c JOIN pg_sequence s ON s.seqrelid = c.oid
    WHERE c.relnamespace = (SELECT n.oid FROM pg_namespace n WHERE n.nspname = in_schema)
      AND (cycling OR NOT s.seqcycle)
  LOOP
    EXECUTE format('SELECT last_value FROM %I.%I', in_schema, sequence.relname) INTO next_value;
    next_value := next_value + sequence.seqincrement::numeric * (1000 + sequence.seqcache::numeric);
    numbers := numbers || jsonb_build_object(sequence.relname,
      greatest(sequence.seqmin, least(sequence.seqmax, next_value)));
  END LOOP;
  RETURN numbers;
END
$$;

-- Hands the tenant over to its new home: ends older transactions, reads the sequences and returns the
-- pass that croft.open wants at the target: the HMAC-SHA256 (32 bytes) of a JSON text, then the text.
-- May be called by the logins of the home (in the pool: the pool's) and by the mover; any number of times.
CREATE OR REPLACE FUNCTION croft.handover(of_tenant uuid, at_epoch bigint) RETURNS bytea
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  home croft.gate;
  message bytea;
BEGIN
  SELECT * INTO home FROM croft.gate g WHERE g.tenant = of_tenant AND g.epoch = at_epoch;
  IF home.state IS DISTINCT FROM 'moved' THEN
    RAISE EXCEPTION 'tenant % has not moved from epoch %', of_tenant, at_epoch USING ERRCODE = 'TN008';
  END IF;
  IF session_user <> 'croft_mover' AND session_user NOT IN (SELECT croft.home_logins(home.login)) THEN
    RAISE EXCEPTION 'login % may not hand over tenant %', session_user, of_tenant USING ERRCODE = 'TN008';
  END IF;
  IF home.isolation <> 'pool' THEN
    PERFORM croft.evict(home.login, home.schema_name);
  END IF;
  message := convert_to(jsonb_build_object(
    'tenant', of_tenant, 'to', home.moved_to,
    'sequences', croft.next_numbers(home.schema_name, true))::text, 'UTF8');
  RETURN sha256(home.pass_outer_pad || sha256(home.pass_inner_pad || message)) || message;
END
$$;

-- Opens the home that a pass names, after raising its sequences. A pass that is not genuine is
-- refused; a home that was opened before stays as it is. Anybody who can reach the home may call it, so
-- it takes no lock before it has verified the pass.
CREATE OR REPLACE FUNCTION croft.open(of_tenant uuid, at_epoch bigint, pass bytea) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  home croft.gate;
  content jsonb;
BEGIN
  SELECT * INTO home FROM croft.gate g WHERE g.tenant = of_tenant AND g.epoch = at_epoch;
  IF home.state IS NULL OR home.state = 'moved' THEN
    RAISE EXCEPTION 'tenant % has no home to open here at epoch %', of_tenant, at_epoch
      USING ERRCODE = 'TN002', DETAIL = coalesce(home.moved_to, '');
  END IF;
  IF home.state <> 'preparing' THEN
    RETURN;
  END IF;
  IF (octet_length(pass) > 32 AND sha256(home.pass_outer_pad || sha256(home.pass_inner_pad
        || substring(pass FROM 33))) = substring(pass FROM 1 FOR 32)) IS NOT TRUE THEN
    RAISE EXCEPTION 'the pass is not genuine' USING ERRCODE = 'TN003';
  END IF;
  content := convert_from(substring(pass FROM 33), 'UTF8')::jsonb;
  IF (content ->> 'tenant' = of_tenant::text
      AND content ->> 'to' LIKE home.isolation || '@%#' || at_epoch) IS NOT TRUE THEN
    RAISE EXCEPTION 'the pass is for another home' USING ERRCODE = 'TN003';
  END IF;
  UPDATE croft.gate g
  SET state = 'open', pass_inner_pad = NULL, pass_outer_pad = NULL
  WHERE g.tenant = of_tenant AND g.epoch = at_epoch AND g.state = 'preparing'
    AND g.pass_inner_pad = home.pass_inner_pad;
  IF FOUND THEN
    PERFORM croft.raise_sequences(home.schema_name, content -> 'sequences', home.isolation = 'pool');
  END IF;
END
$$;

-- Moves each sequence to its number unless it is there already. Where others draw from it meanwhile, it
-- is drawn forward, which cannot take it back; only a gap too wide for that is jumped.
CREATE OR REPLACE FUNCTION croft.raise_sequences(in_schema text, numbers jsonb, others_draw boolean)
RETURNS void
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  sequence record;
  present bigint;
  missing numeric;
BEGIN
  FOR sequence IN
    SELECT c.oid::regclass AS name, s.seqincrement, (n.value)::bigint AS number,
           CASE WHEN s.seqincrement > 0 THEN s.seqmax ELSE s.seqmin END AS last
    FROM jsonb_each_text(numbers) n
    JOIN pg_class c ON c.relname = n.key AND c.relkind = 'S'
     AND c.relnamespace = (SELECT ns.oid FROM pg_namespace ns WHERE ns.nspname = in_schema)
    JOIN pg_sequence s ON s.seqrelid = c.oid
  LOOP
    EXECUTE format('SELECT last_value FROM %s', sequence.name) INTO present;
    -- The last number may lie behind the last step.
    missing := least(ceil((sequence.number::numeric - present) / sequence.seqincrement),
      floor((sequence.last::numeric - present) / sequence.seqincrement));
    IF missing <= 0 THEN
      CONTINUE;
    END IF;
    IF others_draw AND missing <= 50000 THEN
      PERFORM nextval(sequence.name) FROM generate_series(1, missing::integer);
    ELSE
      PERFORM setval(sequence.name, sequence.number);
    END IF;
  END LOOP;
END
$$;

-- Names the attempt for which the mover's transaction acts; the guards then let it write. The row lock
-- keeps the token from being burnt before the transaction ends;
-- the home's lock tells who holds it.
CREATE OR REPLACE FUNCTION croft.claim(of_tenant uuid, at_epoch bigint, by_token bigint) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM croft.hurry('10s');
  PERFORM FROM croft.gate g
  WHERE g.tenant = of_tenant AND g.epoch = at_epoch AND g.token = by_token
    AND g.state IN ('preparing', 'moved') FOR SHARE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'attempt % does not hold the home of tenant % at epoch %', by_token, of_tenant, at_epoch
      USING ERRCODE = 'TN008', HINT = 'another attempt has taken over; this one must stop';
  END IF;
  PERFORM pg_advisory_xact_lock_shared(croft.lock_key(of_tenant, at_epoch));
  PERFORM croft.write_register(of_tenant, at_epoch, 'm' || by_token);
END
$$;

-- Ends the sessions in which an older attempt acts on a home in preparation: one that hangs in the
-- middle of a copy would keep the row from the attempt that follows. For administrators.
CREATE OR REPLACE FUNCTION croft.end_claims(of_tenant uuid, at_epoch bigint, by_token bigint) RETURNS void
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  lock_key constant bigint := croft.lock_key(of_tenant, at_epoch);
  holders integer[];
BEGIN
  IF NOT EXISTS (
      SELECT FROM croft.gate g
      WHERE g.tenant = of_tenant AND g.epoch = at_epoch AND g.state = 'preparing' AND g.token < by_token) THEN
    RETURN;
  END IF;
  FOR attempt IN 1..1000 LOOP
    SELECT array_agg(l.pid) INTO holders
    FROM pg_lock_status() l
    WHERE l.locktype = 'advisory' AND l.objsubid = 1
      AND l.database = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())
      AND (l.classid::bigint << 32 | l.objid::bigint) = lock_key;
    IF holders IS NULL THEN
      RETURN;
    END IF;
    PERFORM pg_terminate_backend(pid) FROM unnest(holders) AS pid;
    PERFORM pg_sleep(0.002);
  END LOOP;
  RAISE EXCEPTION 'the mover of an older attempt on tenant % does not end', of_tenant
    USING ERRCODE = 'TN008', HINT = 'look for it in pg_stat_activity';
END
$$;

RESET ROLE;
