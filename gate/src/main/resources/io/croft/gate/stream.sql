-- What a move that streams notes at a home: how far it has come, and marks for which it waits.
SET LOCAL ROLE croft_owner;

-- Notes up to which position of another home's log this home holds the changes. Belongs into the
-- transaction that applies them, after croft.claim; waits for other transactions that have claimed the
-- home. Never goes back.
CREATE OR REPLACE FUNCTION croft.advance(of_tenant uuid, at_epoch bigint, by_token bigint, to_position pg_lsn)
RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF (croft.claimed_token() = by_token
      AND left(croft.register(), 32) = replace(of_tenant::text, '-', '')) IS NOT TRUE THEN
    RAISE EXCEPTION 'this transaction has not claimed a home of tenant % for attempt %', of_tenant, by_token
      USING ERRCODE = 'TN008', HINT = 'call croft.claim first, in the same transaction';
  END IF;
  UPDATE croft.gate g
  SET applied = to_position
  WHERE g.tenant = of_tenant AND g.epoch = at_epoch AND g.token = by_token
    AND g.state IN ('preparing', 'moved') AND to_position >= coalesce(g.applied, '0/0');
  IF NOT FOUND THEN
    RAISE EXCEPTION 'attempt % cannot bring the home of tenant % at epoch % to %',
        by_token, of_tenant, at_epoch, to_position
      USING ERRCODE = 'TN008', HINT = 'another attempt has taken over, or the home is further already';
  END IF;
END
$$;

-- Puts the next mark at a home, the first is 1. When it comes out of the home's stream, all has come that was committed
-- before. One call in autocommit; waits for DDL in the home that is not committed.
CREATE OR REPLACE FUNCTION croft.set_mark(of_tenant uuid, at_epoch bigint) RETURNS bigint
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  set_number bigint;
BEGIN
  PERFORM croft.check_mover();
  PERFORM croft.hurry('200ms');
  INSERT INTO croft.mark AS m (tenant, epoch, number, definitions)
  SELECT g.tenant, g.epoch, 1, 0 FROM croft.gate g WHERE g.tenant = of_tenant AND g.epoch = at_epoch
  ON CONFLICT ON CONSTRAINT mark_pkey DO UPDATE SET number = m.number + 1
  RETURNING m.number INTO set_number;
  IF set_number IS NULL THEN
    RAISE EXCEPTION 'tenant % has no home here at epoch %', of_tenant, at_epoch USING ERRCODE = 'TN008';
  END IF;
  RETURN set_number;
END
$$;

-- Takes the mark from a home; nothing happens when there is none.
CREATE OR REPLACE FUNCTION croft.drop_mark(of_tenant uuid, at_epoch bigint) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM croft.check_mover();
  DELETE FROM croft.mark m WHERE m.tenant = of_tenant AND m.epoch = at_epoch;
END
$$;

-- Begins to count changes of definitions for an attempt that has taken the home, and for no older one: false then, and
-- when a newer one holds the home. 55P03 when a change that is under way holds the mark of an earlier attempt. Marks of
-- homes that are gone go, too.
CREATE OR REPLACE FUNCTION croft.count_anew(of_tenant uuid, at_epoch bigint, by_token bigint) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET lock_timeout = '40ms' AS $$
BEGIN
  PERFORM croft.check_mover();
  PERFORM FROM croft.gate g
  WHERE g.tenant = of_tenant AND g.epoch = at_epoch AND g.state = 'open' AND g.token = by_token - 1 FOR SHARE;
  IF NOT FOUND THEN
    RETURN false;
  END IF;
  DELETE FROM croft.mark m WHERE m.tenant = of_tenant AND m.epoch = at_epoch;
  DELETE FROM croft.mark m WHERE m.ctid = ANY (ARRAY(
    SELECT k.ctid FROM croft.mark k
    WHERE NOT EXISTS (SELECT FROM croft.gate g WHERE g.tenant = k.tenant AND g.epoch = k.epoch)
    FOR UPDATE SKIP LOCKED));
  INSERT INTO croft.mark (tenant, epoch, number, definitions) VALUES (of_tenant, at_epoch, 1, 0);
  RETURN true;
END
$$;

-- Counts no more for the attempt that last took the home, whose token that is; nothing happens when another one holds
-- it, or a change that is under way holds the mark.
CREATE OR REPLACE FUNCTION croft.count_no_more(of_tenant uuid, at_epoch bigint, of_token bigint) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET lock_timeout = '1s' AS $$
BEGIN
  PERFORM croft.check_mover();
  PERFORM FROM croft.gate g
  WHERE g.tenant = of_tenant AND g.epoch = at_epoch AND g.token = of_token FOR SHARE;
  IF FOUND THEN
    DELETE FROM croft.mark m WHERE m.ctid = ANY (ARRAY(
      SELECT k.ctid FROM croft.mark k WHERE k.tenant = of_tenant AND k.epoch = at_epoch FOR UPDATE SKIP LOCKED));
  END IF;
END
$$;

-- Raises unless the session is the mover's.
CREATE OR REPLACE FUNCTION croft.check_mover() RETURNS void
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF session_user <> 'croft_mover' THEN
    RAISE EXCEPTION 'login % is not the mover', session_user USING ERRCODE = 'TN008';
  END IF;
END
$$;

-- The lock that whoever changes tables in a schema shares until the end of the transaction.
CREATE OR REPLACE FUNCTION croft.definitions_key(of_schema name) RETURNS bigint
LANGUAGE sql IMMUTABLE
RETURN pg_catalog.hashtextextended('croft definitions of ' || of_schema, 0);

-- Returns when no change of a home's tables is under way that has not seen its mark; 55P03 when there was one all
-- the time. It holds up later ones no longer than that.
CREATE OR REPLACE FUNCTION croft.await_definitions(of_tenant uuid, at_epoch bigint) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET lock_timeout = '40ms' AS $$
BEGIN
  PERFORM croft.check_mover();
  PERFORM pg_advisory_xact_lock(croft.definitions_key(g.schema_name))
  FROM croft.gate g WHERE g.tenant = of_tenant AND g.epoch = at_epoch;
END
$$;

-- Raises when the tables of a home were changed since its mark was made, or are being changed, and keeps others from
-- changing them until the end of the transaction. To wait for a change would keep the home shut. One whose snapshot is
-- older than the mark cannot see it: it is found by its lock, in a home of one tenant. Does nothing else where the home
-- has no mark.
CREATE OR REPLACE FUNCTION croft.require_definitions(of_tenant uuid, at_epoch bigint) RETURNS void
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  changes bigint;
  waited constant text := current_setting('lock_timeout');
  free boolean := true;
BEGIN
  BEGIN
    SELECT m.definitions INTO changes FROM croft.mark m
    WHERE m.tenant = of_tenant AND m.epoch = at_epoch FOR UPDATE NOWAIT;
    PERFORM set_config('lock_timeout', '10ms', true);
    PERFORM pg_advisory_xact_lock(croft.definitions_key(g.schema_name))
    FROM croft.gate g WHERE g.tenant = of_tenant AND g.epoch = at_epoch AND g.isolation <> 'pool';
    PERFORM set_config('lock_timeout', waited, true);
  EXCEPTION WHEN lock_not_available THEN
    free := false;
  END;
  IF NOT free THEN
    RAISE EXCEPTION 'a migration of the tables of tenant % is under way', of_tenant USING ERRCODE = 'TN010';
  END IF;
  IF changes > 0 THEN
    RAISE EXCEPTION 'the tables of tenant % were changed by a migration', of_tenant USING ERRCODE = 'TN010';
  END IF;
END
$$;

-- Fails (40001) in a transaction whose snapshot is older than the last change of these homes' gate rows. Holds no lock.
CREATE OR REPLACE FUNCTION croft.require_snapshot(in_schemas name[]) RETURNS void
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM FROM croft.gate g WHERE g.schema_name = ANY (in_schemas) AND g.isolation <> 'pool' FOR SHARE;
  RAISE EXCEPTION 'it is new enough' USING ERRCODE = 'TN010';
EXCEPTION WHEN SQLSTATE 'TN010' THEN
  -- The locks are given back with the subtransaction.
END
$$;

-- Counts a change of definitions at the mark of every home in these schemas. Two changes at once take the
-- marks of a pool in the same order. A change that has waited for a switch is refused in a home of one tenant, since
-- it would not reach the new one; those who have stayed in a pool go on. With a schema that goes itself nothing is lost.
CREATE OR REPLACE FUNCTION croft.count_definitions(in_schemas name[]) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  gone uuid;
BEGIN
  IF in_schemas = '{}' THEN
    RETURN;
  END IF;
  PERFORM pg_advisory_xact_lock_shared(croft.definitions_key(s)) FROM unnest(in_schemas) s;
  IF current_setting('transaction_isolation') <> 'read committed' THEN
    PERFORM croft.require_snapshot(in_schemas);
  END IF;
  -- There are few marks and many homes, by whose schemas no index finds them.
  PERFORM FROM croft.mark m
  WHERE (SELECT g.schema_name FROM croft.gate g WHERE g.tenant = m.tenant AND g.epoch = m.epoch) = ANY (in_schemas)
  ORDER BY m.tenant, m.epoch FOR UPDATE;
  IF NOT FOUND THEN
    RETURN;
  END IF;
  UPDATE croft.mark m SET definitions = m.definitions + 1
  WHERE (SELECT g.schema_name FROM croft.gate g WHERE g.tenant = m.tenant AND g.epoch = m.epoch) = ANY (in_schemas);
  SELECT m.tenant INTO gone FROM croft.mark m
  WHERE (SELECT g.schema_name = ANY (in_schemas) AND g.isolation <> 'pool' AND g.state = 'moved'
      AND EXISTS (SELECT FROM pg_namespace n WHERE n.nspname = g.schema_name)
    FROM croft.gate g WHERE g.tenant = m.tenant AND g.epoch = m.epoch);
  IF FOUND THEN
    RAISE EXCEPTION 'tenant % has moved from here', gone
      USING ERRCODE = 'TN008', HINT = 'change the tables of its new home';
  END IF;
END
$$;

-- After a command: the change of the counter stands in the stream where the change of the tables does. Runs
-- with the rights of its owner, because whoever changes a table may not write marks.
CREATE OR REPLACE FUNCTION croft.count_commands() RETURNS event_trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  -- The mover takes and gives rights, and changes no table of the application.
  IF session_user = 'croft_mover' THEN
    RETURN;
  END IF;
  PERFORM croft.count_definitions(ARRAY(
    SELECT DISTINCT coalesce(c.schema_name, n.nspname)
    FROM pg_event_trigger_ddl_commands() c
    LEFT JOIN pg_policy p ON c.classid = 'pg_policy'::regclass AND p.oid = c.objid
    LEFT JOIN pg_trigger g ON c.classid = 'pg_trigger'::regclass AND g.oid = c.objid
    LEFT JOIN pg_rewrite w ON c.classid = 'pg_rewrite'::regclass AND w.oid = c.objid
    LEFT JOIN pg_class r ON r.oid = coalesce(p.polrelid, g.tgrelid, w.ev_class)
    LEFT JOIN pg_namespace n ON n.oid = r.relnamespace
    WHERE c.command_tag NOT IN ('COMMENT', 'REINDEX') AND coalesce(c.schema_name, n.nspname) <> 'pg_temp'));
END
$$;

-- The same after a command that drops.
CREATE OR REPLACE FUNCTION croft.count_drops() RETURNS event_trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM croft.count_definitions(ARRAY(
    SELECT DISTINCT coalesce(d.schema_name,
      CASE WHEN d.object_type IN ('policy', 'rule', 'trigger') THEN d.address_names[1] END)
    FROM pg_event_trigger_dropped_objects() d
    WHERE NOT d.is_temporary));
END
$$;

RESET ROLE;
