-- A signed tenant in an ordinary setting, verified by every statement: what others do who distrust the
-- setting. The token is 56 bytes in hexadecimal digits: tenant, expiry, HMAC-SHA256.
CREATE TABLE public.seal_key (inner_pad bytea NOT NULL, outer_pad bytea NOT NULL);

CREATE FUNCTION public.sealed_tenant() RETURNS uuid
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER AS $$
DECLARE
  token constant bytea := pg_catalog.decode(pg_catalog.current_setting('app.seal'), 'hex');
  genuine boolean;
BEGIN
  SELECT pg_catalog.sha256(k.outer_pad OPERATOR(pg_catalog.||) pg_catalog.sha256(
           k.inner_pad OPERATOR(pg_catalog.||) pg_catalog.substring(token, 1, 24)))
         OPERATOR(pg_catalog.=) pg_catalog.substring(token, 25)
    INTO genuine FROM public.seal_key k;
  IF genuine IS NOT TRUE
     OR ('x' OPERATOR(pg_catalog.||) pg_catalog.encode(pg_catalog.substring(token, 17, 8), 'hex'))::bit(64)::bigint
        OPERATOR(pg_catalog.<) pg_catalog.date_part('epoch', pg_catalog.clock_timestamp()) THEN
    RAISE EXCEPTION 'the seal is not genuine';
  END IF;
  RETURN pg_catalog.encode(pg_catalog.substring(token, 1, 16), 'hex')::uuid;
END
$$;
