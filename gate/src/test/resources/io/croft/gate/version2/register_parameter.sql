-- The register as a parameter: set by the gate's owner alone, dead with the transaction or the savepoint.
-- It holds the 32 hex digits of the tenant and a remark: r for a reader, m and a token for the mover.
SET LOCAL ROLE croft_owner;

-- What is written, '' where nobody has entered.
CREATE OR REPLACE FUNCTION croft.register() RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
RETURN pg_catalog.current_setting('backtrace_functions');

-- The epoch that was entered, where the register may outlive the lock that was taken with it.
CREATE OR REPLACE FUNCTION croft.register_epoch() RETURNS bigint
LANGUAGE sql STABLE PARALLEL SAFE
RETURN NULL::bigint;

CREATE OR REPLACE FUNCTION croft.write_register(of_tenant uuid, at_epoch bigint, remark text) RETURNS void
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM set_config('backtrace_functions', replace(of_tenant::text, '-', '') || remark, true);
END
$$;

-- The tenant of this transaction: the register in the pool, the login's own elsewhere. Never NULL.
CREATE OR REPLACE FUNCTION croft.tenant() RETURNS uuid
LANGUAGE sql STABLE PARALLEL SAFE
RETURN CASE
  WHEN pg_catalog.length(pg_catalog.current_setting('backtrace_functions')) >= 32
  THEN pg_catalog."left"(pg_catalog.current_setting('backtrace_functions'), 32)::uuid
  ELSE croft.login_tenant()
END;

RESET ROLE;
