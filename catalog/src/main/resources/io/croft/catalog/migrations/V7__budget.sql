-- The connection budget of a server, shared by the processes of its applications. Each holds its share
-- for a limited time and renews it; what a dead one held is free when its time has ended.

CREATE TABLE catalog.budget_share (
  server  text COLLATE "C" NOT NULL REFERENCES catalog.server,
  holder  uuid NOT NULL,
  who     text NOT NULL CHECK (length(who) <= 200),
  turn    bigint NOT NULL,
  permits integer NOT NULL CHECK (permits >= 0),
  needed  integer NOT NULL CHECK (needed >= 1),
  wished  integer NOT NULL CHECK (wished >= needed),
  since   timestamptz NOT NULL,
  settled timestamptz NOT NULL,
  expires timestamptz NOT NULL,
  PRIMARY KEY (server, holder)
) WITH (fillfactor = 50);
COMMENT ON TABLE catalog.budget_share IS 'what each process holds of the budget of a server, for how long';
COMMENT ON COLUMN catalog.budget_share.holder IS 'a random identity, known to its process alone';
COMMENT ON COLUMN catalog.budget_share.who IS 'for people: application, process and host';
COMMENT ON COLUMN catalog.budget_share.turn IS 'grows with every call of the holder; an earlier one that arrives late is refused';
COMMENT ON COLUMN catalog.budget_share.permits IS 'the most connections that the process may have open now';
COMMENT ON COLUMN catalog.budget_share.needed IS 'connections that it could use at once';
COMMENT ON COLUMN catalog.budget_share.wished IS 'connections that it would keep, idle ones among them, if nobody needs them';
COMMENT ON COLUMN catalog.budget_share.settled IS 'from then on it may grow; one that comes back lets others come back first';

-- Max-min fair: each gets what it wants, or as much as those who get less than they want. What is left over
-- by the division goes to those that come last in the array.
CREATE FUNCTION catalog.fair_parts(amount integer, wants integer[]) RETURNS integer[]
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  parts integer[] := array_fill(0, ARRAY[cardinality(wants)]);
  unserved integer := cardinality(wants);
  place integer;
BEGIN
  FOR place IN
    SELECT w.place FROM unnest(wants) WITH ORDINALITY AS w (want, place) ORDER BY w.want, w.place
  LOOP
    parts[place] := least(wants[place], amount / unserved);
    amount := amount - parts[place];
    unserved := unserved - 1;
  END LOOP;
  RETURN parts;
END
$$;

-- What a holder is entitled to: first what is needed is divided, at least one for each; then what is wished for,
-- but for an eighth that stays free for whoever needs more at once. One who is alone has at least half.
CREATE FUNCTION catalog.fair_share(of_server text, of_holder uuid, whole integer) RETURNS integer
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  holders uuid[];
  needs integer[];
  wishes integer[];
  parts integer[];
  spare integer;
  place integer;
BEGIN
  SELECT array_agg(b.holder ORDER BY b.since DESC, b.holder),
    array_agg(b.needed ORDER BY b.since DESC, b.holder),
    array_agg(b.wished ORDER BY b.since DESC, b.holder)
  INTO holders, needs, wishes FROM catalog.budget_share b WHERE b.server = of_server;
  -- What it does not need stays free, so that a process that comes after its death need not wait for its end.
  IF cardinality(holders) = 1 THEN
    RETURN greatest(needs[1], wishes[1], (whole + 1) / 2);
  END IF;
  IF cardinality(holders) >= whole THEN
    needs := array_fill(1, ARRAY[cardinality(holders)]);
  END IF;
  place := array_position(holders, of_holder);
  parts := catalog.fair_parts(whole, needs);
  SELECT whole - sum(p) - (whole + 7) / 8 INTO spare FROM unnest(parts) p;
  IF spare <= 0 THEN
    RETURN parts[place];
  END IF;
  SELECT array_agg(greatest(0, w.wish - w.part) ORDER BY w.place) INTO wishes
  FROM unnest(wishes, parts) WITH ORDINALITY AS w (wish, part, place);
  RETURN parts[place] + (catalog.fair_parts(spare, wishes))[place];
END
$$;

-- Takes or renews a share. `used` is the most connections that the holder has, or may open before it hears the
-- answer: so much stays counted for it. Returns no row when there is no such server, else
--   granted  the most connections that it may have from now on; when it has more, it closes some and says so
--   fair     what it will be granted when the others have given back what is not theirs any more
--   whole    the budget of the server
CREATE FUNCTION catalog.hold_budget(
  of_server text, of_holder uuid, called text, at_turn bigint,
  used integer, needs integer, wishes integer, lasts interval)
RETURNS TABLE (granted integer, fair integer, whole integer)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET lock_timeout = '3s' AS $$
DECLARE
  own catalog.budget_share;
  others integer;
  reach integer;
  at timestamptz;
BEGIN
  IF num_nulls(of_server, of_holder, called, at_turn, used, needs, wishes, lasts) > 0
    OR used < 0 OR needs < 0 OR wishes < 0
    OR lasts NOT BETWEEN interval '1 second' AND interval '1 hour' THEN
    RAISE EXCEPTION 'a share of the budget cannot be held so: used %, needed %, wished %, for %',
      used, needs, wishes, lasts USING ERRCODE = 'numeric_value_out_of_range';
  END IF;
  -- An older snapshot would not see what others were granted before the lock was free.
  IF current_setting('transaction_isolation') <> 'read committed' THEN
    RAISE EXCEPTION 'a share of the budget is held in a transaction that is READ COMMITTED'
      USING ERRCODE = 'invalid_transaction_state';
  END IF;
  -- Who stops in the middle of a claim, its host gone, must not hold up all others.
  PERFORM set_config('idle_in_transaction_session_timeout', '3s', true);
  PERFORM pg_advisory_xact_lock(hashtextextended('croft.budget:' || of_server, 0));
  at := clock_timestamp();
  SELECT s.budget INTO whole FROM catalog.server s WHERE s.name = of_server;
  IF NOT FOUND THEN
    RETURN;
  END IF;
  -- When nobody has claimed for so long, it was the catalog that was away: they go on within their shares.
  IF NOT EXISTS (SELECT FROM catalog.budget_share b WHERE b.server = of_server AND b.expires > at) THEN
    UPDATE catalog.budget_share b SET expires = at + lasts
    WHERE b.server = of_server AND b.expires > at - interval '1 hour';
  END IF;
  DELETE FROM catalog.budget_share b WHERE b.server = of_server AND b.expires <= at;
  SELECT * INTO own FROM catalog.budget_share b WHERE b.server = of_server AND b.holder = of_holder;
  IF own.turn >= at_turn THEN
    RAISE EXCEPTION 'turn % of the holder is over: it was at turn % already', at_turn, own.turn
      USING ERRCODE = 'object_not_in_prerequisite_state';
  END IF;
  IF own.holder IS NULL
    AND (SELECT count(*) FROM catalog.budget_share b WHERE b.server = of_server) >= 4 * whole + 100 THEN
    granted := 0;
    fair := 0;
    RETURN NEXT;
    RETURN;
  END IF;
  own.settled := coalesce(own.settled, CASE WHEN used > 0 THEN at + lasts / 3 ELSE at END);
  INSERT INTO catalog.budget_share AS b
    (server, holder, who, turn, permits, needed, wished, since, settled, expires)
  VALUES (of_server, of_holder, left(called, 200), at_turn, 0, least(greatest(needs, 1), whole),
    least(greatest(needs, wishes, 1), whole), at, own.settled, at + lasts)
  ON CONFLICT (server, holder) DO UPDATE SET who = excluded.who, turn = excluded.turn,
    needed = excluded.needed, wished = excluded.wished, expires = excluded.expires;

  SELECT coalesce(sum(b.permits), 0) INTO others
  FROM catalog.budget_share b WHERE b.server = of_server AND b.holder <> of_holder;
  reach := greatest(coalesce(own.permits, 0), whole - others);
  fair := catalog.fair_share(of_server, of_holder, whole);
  granted := least(fair, reach);
  IF own.settled > at THEN
    granted := least(granted, greatest(used, 1));
  END IF;
  UPDATE catalog.budget_share b SET permits = greatest(granted, least(used, reach))
  WHERE b.server = of_server AND b.holder = of_holder;
  RETURN NEXT;
END
$$;

-- Gives a share back at once; false when there is none.
CREATE FUNCTION catalog.release_budget(of_server text, of_holder uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET lock_timeout = '3s' AS $$
BEGIN
  PERFORM set_config('idle_in_transaction_session_timeout', '3s', true);
  DELETE FROM catalog.budget_share b WHERE b.server = of_server AND b.holder = of_holder;
  RETURN FOUND;
END
$$;

REVOKE ALL ON FUNCTION catalog.fair_parts(integer, integer[]),
  catalog.fair_share(text, uuid, integer),
  catalog.hold_budget(text, uuid, text, bigint, integer, integer, integer, interval),
  catalog.release_budget(text, uuid)
  FROM PUBLIC;
GRANT EXECUTE ON FUNCTION
  catalog.hold_budget(text, uuid, text, bigint, integer, integer, integer, interval),
  catalog.release_budget(text, uuid)
  TO croft_reader, croft_control;
GRANT SELECT ON catalog.budget_share TO croft_control;
