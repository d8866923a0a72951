-- How the tables of an application come under the gate. Run by an administrator, never by a tenant.
SET LOCAL ROLE croft_owner;

-- The application's tables of a schema, partitions included.
CREATE OR REPLACE FUNCTION croft.app_tables(in_schema text) RETURNS SETOF regclass
LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp AS $$
  SELECT c.oid::regclass
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname = in_schema AND c.relkind IN ('r', 'p') AND c.relname <> 'flyway_schema_history'
  ORDER BY c.relname
$$;

-- Everything in a schema that would be open to other tenants, one row each.
CREATE OR REPLACE FUNCTION croft.find_unprotectable(in_schema text)
RETURNS TABLE (code text, object text, problem text)
LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp AS $$
  SELECT 'table-without-key', t::text, 'has no primary key'
  FROM croft.app_tables(in_schema) t
  WHERE NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conrelid = t AND k.contype = 'p')
  UNION ALL
  SELECT 'table-unprotected', t::text,
         'has no column "tenant_id uuid NOT NULL DEFAULT croft.tenant()"'
  FROM croft.app_tables(in_schema) t
  WHERE NOT EXISTS (
    SELECT FROM pg_attribute a
    JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    WHERE a.attrelid = t AND a.attname = 'tenant_id' AND a.attnotnull AND NOT a.attisdropped
      AND a.atttypid = 'pg_catalog.uuid'::regtype
      AND pg_get_expr(d.adbin, d.adrelid) = 'croft.tenant()')
  UNION ALL
  SELECT 'table-unprotected', i.indexrelid::regclass::text,
         'is an index of ' || t || ' that does not lead with tenant_id: it would answer questions about others'
  FROM croft.app_tables(in_schema) t
  JOIN pg_index i ON i.indrelid = t
  WHERE NOT EXISTS (
    SELECT FROM pg_attribute a
    WHERE a.attrelid = t AND a.attname = 'tenant_id' AND a.attnum = i.indkey[0])
  UNION ALL
  SELECT 'table-unprotected', t || '.' || k.conname,
         'is a foreign key that does not carry tenant_id on both sides'
  FROM croft.app_tables(in_schema) t
  JOIN pg_constraint k ON k.conrelid = t AND k.contype = 'f'
  WHERE NOT EXISTS (
    SELECT FROM unnest(k.conkey, k.confkey) AS pair (own, other)
    JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = pair.own AND a.attname = 'tenant_id'
    JOIN pg_attribute b ON b.attrelid = k.confrelid AND b.attnum = pair.other AND b.attname = 'tenant_id')
  UNION ALL
  SELECT 'table-unprotected', c.oid::regclass::text,
         CASE c.relkind WHEN 'm' THEN 'is a materialized view: it holds the rows of all tenants'
                        WHEN 'f' THEN 'is a foreign table: row security does not reach it'
                        ELSE 'is a table that inherits from another without being its partition' END
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname = in_schema
    AND (c.relkind IN ('m', 'f')
      OR (c.relkind = 'r' AND NOT c.relispartition
          AND EXISTS (SELECT FROM pg_inherits h WHERE h.inhrelid = c.oid)))
  UNION ALL
  SELECT 'table-unprotected', p.oid::regprocedure::text,
         'is a function that runs with the rights of its owner'
  FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
  WHERE n.nspname = in_schema AND p.prosecdef
$$;

-- Lets the roles that need the database connect to it, and nobody else. It writes only what differs:
-- two sessions that change the rights on one database at once disturb each other.
CREATE OR REPLACE FUNCTION croft.admit(to_role text) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  wanted text;
BEGIN
  IF EXISTS (
      SELECT FROM pg_database d, aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) g
      WHERE d.datname = current_database() AND g.grantee = 0) THEN
    EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
  END IF;
  FOREACH wanted IN ARRAY ARRAY[to_role, 'croft_mover'] LOOP
    IF NOT has_database_privilege(wanted, current_database(), 'CONNECT') THEN
      EXECUTE format('GRANT CONNECT ON DATABASE %I TO %I', current_database(), wanted);
    END IF;
  END LOOP;
END
$$;

-- What every home has in common: owner, and views that run with the rights of their caller.
CREATE OR REPLACE FUNCTION croft.own_schema(in_schema text) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  object record;
BEGIN
  EXECUTE format('ALTER SCHEMA %I OWNER TO croft_app_owner', in_schema);
  FOR object IN
    SELECT c.oid::regclass AS name, c.relkind FROM pg_class c
    WHERE c.relnamespace = quote_ident(in_schema)::regnamespace AND c.relkind IN ('r', 'p', 'v', 'S')
      -- A column's sequence follows its table.
      AND NOT EXISTS (
        SELECT FROM pg_depend d
        WHERE c.relkind = 'S' AND d.classid = 'pg_class'::regclass AND d.objid = c.oid
          AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i'))
  LOOP
    IF object.relkind = 'v' THEN
      EXECUTE format('ALTER VIEW %s SET (security_invoker = true)', object.name);
    END IF;
    EXECUTE format('ALTER TABLE %s OWNER TO croft_app_owner', object.name);
  END LOOP;
END
$$;

-- Gives a role the rights of an application on a schema, and none beyond.
CREATE OR REPLACE FUNCTION croft.grant_schema(in_schema text, to_role text) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  object record;
BEGIN
  EXECUTE format('GRANT USAGE ON SCHEMA %I TO %I', in_schema, to_role);
  FOR object IN
    SELECT c.oid::regclass AS name, c.relkind FROM pg_class c
    WHERE c.relnamespace = quote_ident(in_schema)::regnamespace
      AND c.relkind IN ('r', 'p', 'v', 'S') AND c.relname <> 'flyway_schema_history'
  LOOP
    IF object.relkind = 'S' THEN
      EXECUTE format('GRANT USAGE ON SEQUENCE %s TO %I', object.name, to_role);
    ELSE
      EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO %I', object.name, to_role);
    END IF;
  END LOOP;
END
$$;

CREATE OR REPLACE FUNCTION croft.attach_guard(to_table regclass, call text) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  EXECUTE format('CREATE OR REPLACE TRIGGER croft_guard BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE'
    ' ON %s FOR EACH STATEMENT EXECUTE FUNCTION %s', to_table, call);
  EXECUTE format('ALTER TABLE %s ENABLE ALWAYS TRIGGER croft_guard', to_table);
END
$$;

-- Puts the tables of the pool under row-level security and the guard. Repeatable.
CREATE OR REPLACE FUNCTION croft.protect_pool(in_schema text) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  t regclass;
BEGIN
  PERFORM croft.own_schema(in_schema);
  FOR t IN SELECT * FROM croft.app_tables(in_schema) LOOP
    EXECUTE format('DROP POLICY IF EXISTS croft_tenant ON %s', t);
    EXECUTE format('CREATE POLICY croft_tenant ON %s AS RESTRICTIVE TO PUBLIC'
      ' USING (tenant_id = (SELECT croft.tenant())) WITH CHECK (tenant_id = (SELECT croft.tenant()))', t);
    EXECUTE format('DROP POLICY IF EXISTS croft_base ON %s', t);
    EXECUTE format('CREATE POLICY croft_base ON %s AS PERMISSIVE TO PUBLIC'
      ' USING (tenant_id IS NOT NULL) WITH CHECK (tenant_id IS NOT NULL)', t);
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', t);
    PERFORM croft.attach_guard(t, 'croft.guard_pool()');
  END LOOP;
  PERFORM croft.grant_schema(in_schema, 'croft_pool');
  PERFORM croft.admit('croft_pool');
END
$$;

-- Pins the tables of a schema or database home to its tenant and puts them under the guard. Repeatable.
CREATE OR REPLACE FUNCTION croft.protect_home(in_schema text, of_tenant uuid, at_epoch bigint, to_login text)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  t regclass;
BEGIN
  PERFORM croft.own_schema(in_schema);
  FOR t IN SELECT * FROM croft.app_tables(in_schema) LOOP
    EXECUTE format('ALTER TABLE %s ALTER COLUMN tenant_id SET DEFAULT %L::uuid', t, of_tenant);
    IF NOT EXISTS (
        SELECT FROM pg_constraint k
        WHERE k.conrelid = t AND k.conname = 'croft_tenant' AND k.convalidated
          AND pg_get_constraintdef(k.oid) = format('CHECK ((tenant_id = %L::uuid))', of_tenant)) THEN
      EXECUTE format('ALTER TABLE %s ADD CONSTRAINT croft_tenant CHECK (tenant_id = %L::uuid)',
        t, of_tenant);
    END IF;
    PERFORM croft.attach_guard(t, format('croft.guard_home(%L, %L)', of_tenant, at_epoch));
  END LOOP;
  PERFORM croft.grant_schema(in_schema, to_login);
  IF in_schema = 'app' THEN
    PERFORM croft.admit(to_login);
  ELSE
    PERFORM croft.admit('croft_tenants');
    EXECUTE format('GRANT croft_tenants TO %I', to_login);
  END IF;
END
$$;

RESET ROLE;
