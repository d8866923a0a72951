-- What a session does for the first time takes it several times as long: functions are compiled, statements planned,
-- catalogs read. A move does that before the fence, where nobody waits for it.
SET LOCAL ROLE croft_owner;

-- Does in a home what its switch and handover do, without effect: with a token that nobody has, with rights
-- that are given back at once, and before there is anything to hand over. Returns the numbers that the handover
-- would tell now.
CREATE OR REPLACE FUNCTION croft.rehearse_switch(of_tenant uuid, at_epoch bigint) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET lock_timeout = '40ms' AS $$
DECLARE
  home croft.gate;
BEGIN
  SELECT * INTO home FROM croft.gate g WHERE g.tenant = of_tenant AND g.epoch = at_epoch;
  BEGIN
    PERFORM croft.switch(of_tenant, at_epoch, -1, '', '', '');
  EXCEPTION WHEN SQLSTATE 'TN010' THEN
    -- The switch itself will say so.
  END;
  IF home.isolation <> 'pool' THEN
    BEGIN
      PERFORM croft.shut_out(home.login, home.schema_name);
      RAISE EXCEPTION 'rehearsed';
    EXCEPTION WHEN OTHERS THEN
      -- Nobody has seen it. What is in the way here, a migration for one, the switch itself will say.
    END;
  END IF;
  BEGIN
    PERFORM croft.handover(of_tenant, at_epoch);
  EXCEPTION WHEN SQLSTATE 'TN008' THEN
    -- As it must be before the switch.
  END;
  PERFORM croft.evict('', home.schema_name);
  -- One that begins anew at its end may do so before the switch.
  RETURN croft.next_numbers(home.schema_name, false);
END
$$;

-- Does in a home in preparation what its opening does, with a pass that is not genuine. Raises its sequences to
-- those numbers: what is raised now is not when the tenant waits for it, and to raise them is never wrong.
CREATE OR REPLACE FUNCTION croft.rehearse_open(of_tenant uuid, at_epoch bigint, by_token bigint, numbers jsonb)
RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  home croft.gate;
BEGIN
  SELECT * INTO home FROM croft.gate g
  WHERE g.tenant = of_tenant AND g.epoch = at_epoch AND g.token = by_token AND g.state IN ('preparing', 'moved');
  IF NOT FOUND THEN
    RAISE EXCEPTION 'attempt % does not hold the home of tenant % at epoch %', by_token, of_tenant, at_epoch
      USING ERRCODE = 'TN008', HINT = 'another attempt has taken over; this one must stop';
  END IF;
  BEGIN
    PERFORM croft.open(of_tenant, at_epoch, '');
  EXCEPTION WHEN SQLSTATE 'TN002' OR SQLSTATE 'TN003' THEN
    -- As it must be without a pass.
  END;
  PERFORM croft.raise_sequences(home.schema_name, numbers, home.isolation = 'pool');
END
$$;

RESET ROLE;
