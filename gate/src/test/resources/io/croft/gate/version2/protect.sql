-- How the tables of an application come under the gate. Run by an administrator or by the tables' owner,
-- never by a tenant.
SET LOCAL ROLE croft_owner;

-- Declares a table of the application as shared: it belongs to no tenant, every tenant may read it and none
-- may write it. The table need not exist yet.
CREATE OR REPLACE FUNCTION croft.share(table_name name) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  INSERT INTO croft.shared_table (name) VALUES (table_name) ON CONFLICT DO NOTHING;
END
$$;

CREATE OR REPLACE FUNCTION croft.is_shared(of_table regclass) RETURNS boolean
LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp AS $$
  SELECT EXISTS (
    SELECT FROM pg_class c JOIN croft.shared_table s ON s.name = c.relname
    WHERE c.oid = coalesce(pg_partition_root(of_table), of_table))
$$;

-- All tables of a schema, partitions included.
CREATE OR REPLACE FUNCTION croft.all_tables(in_schema text) RETURNS SETOF regclass
LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp AS $$
  SELECT c.oid::regclass
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname = in_schema AND c.relkind IN ('r', 'p') AND c.relname <> 'flyway_schema_history'
  ORDER BY c.relname
$$;

-- The tables of a schema that hold rows of tenants, partitions included.
CREATE OR REPLACE FUNCTION croft.app_tables(in_schema text) RETURNS SETOF regclass
LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp AS $$
  SELECT t FROM croft.all_tables(in_schema) t WHERE NOT croft.is_shared(t)
$$;

-- Why a table cannot be kept apart by tenant, one row for each reason.
CREATE OR REPLACE FUNCTION croft.table_problems(t regclass)
RETURNS TABLE (code text, object text, problem text)
LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp AS $$
  SELECT 'table-without-key', t::text, 'has no primary key'
  WHERE NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conrelid = t AND k.contype = 'p')
  UNION ALL
  SELECT 'table-unprotected', t::text,
         'has no column "tenant_id uuid NOT NULL DEFAULT croft.tenant()", and is not declared by croft.share'
  WHERE NOT croft.is_shared(t) AND NOT EXISTS (
    SELECT FROM pg_attribute a
    JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    WHERE a.attrelid = t AND a.attname = 'tenant_id' AND a.attnotnull AND NOT a.attisdropped
      AND a.atttypid = 'pg_catalog.uuid'::regtype
      AND (pg_get_expr(d.adbin, d.adrelid) = 'croft.tenant()'
        OR pg_get_expr(d.adbin, d.adrelid) ~ '^''[0-9a-f-]{36}''::uuid$'))
  UNION ALL
  SELECT 'table-unprotected', i.indexrelid::regclass::text,
         'is an index of ' || t || ' that does not lead with tenant_id: it would answer questions about others'
  FROM pg_index i
  WHERE i.indrelid = t AND NOT croft.is_shared(t) AND NOT EXISTS (
    SELECT FROM pg_attribute a
    WHERE a.attrelid = t AND a.attname = 'tenant_id' AND a.attnum = i.indkey[0])
  UNION ALL
  SELECT 'table-unprotected', t || '.' || k.conname,
         CASE WHEN croft.is_shared(t) THEN 'is a foreign key of a shared table to a table of tenants'
              ELSE 'is a foreign key that does not carry tenant_id on both sides' END
  FROM pg_constraint k
  WHERE k.conrelid = t AND k.contype = 'f' AND NOT croft.is_shared(k.confrelid)
    AND (croft.is_shared(t) OR NOT EXISTS (
      SELECT FROM unnest(k.conkey, k.confkey) AS pair (own, other)
      JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = pair.own AND a.attname = 'tenant_id'
      JOIN pg_attribute b ON b.attrelid = k.confrelid AND b.attnum = pair.other AND b.attname = 'tenant_id'))
  UNION ALL
  SELECT 'table-unprotected', t::text, 'is a table that inherits from another without being its partition'
  FROM pg_class c
  WHERE c.oid = t AND NOT c.relispartition AND EXISTS (SELECT FROM pg_inherits h WHERE h.inhrelid = t)
$$;

-- Everything in a schema that would be open to other tenants, one row each.
CREATE OR REPLACE FUNCTION croft.find_unprotectable(in_schema text)
RETURNS TABLE (code text, object text, problem text)
LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp AS $$
  SELECT p.* FROM croft.all_tables(in_schema) t, croft.table_problems(t) p
  UNION ALL
  SELECT 'table-unprotected', c.oid::regclass::text,
         CASE c.relkind WHEN 'm' THEN 'is a materialized view: it holds the rows of all tenants'
                        ELSE 'is a foreign table: row security does not reach it' END
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname = in_schema AND c.relkind IN ('m', 'f')
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
      AND c.relowner <> 'croft_app_owner'::regrole
      -- A column's sequence follows its table.
      AND NOT EXISTS (
        SELECT FROM pg_depend d
        WHERE c.relkind = 'S' AND d.classid = 'pg_class'::regclass AND d.objid = c.oid
          AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i'))
  LOOP
    EXECUTE format('ALTER TABLE %s OWNER TO croft_app_owner', object.name);
  END LOOP;
  PERFORM croft.bind_view(c.oid)
  FROM pg_class c
  WHERE c.relnamespace = quote_ident(in_schema)::regnamespace AND c.relkind = 'v';
END
$$;

-- Makes a view run with the rights of its caller.
CREATE OR REPLACE FUNCTION croft.bind_view(view_name regclass) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NOT EXISTS (
      SELECT FROM pg_class c
      WHERE c.oid = view_name AND c.reloptions && ARRAY['security_invoker=true', 'security_invoker=on']) THEN
    EXECUTE format('ALTER VIEW %s SET (security_invoker = true)', view_name);
  END IF;
END
$$;

-- Gives a role the rights of an application on one table, view or sequence, and none beyond; and to the
-- logins of less than full access beside it, theirs.
CREATE OR REPLACE FUNCTION croft.grant_relation(relation regclass, to_role text) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  kind constant "char" := (SELECT c.relkind FROM pg_class c WHERE c.oid = relation);
BEGIN
  IF kind = 'S' THEN
    EXECUTE format('GRANT USAGE ON SEQUENCE %s TO %I', relation, to_role);
  ELSIF kind IN ('r', 'p') AND croft.is_shared(relation) THEN
    EXECUTE format('REVOKE INSERT, UPDATE, DELETE ON %s FROM %I', relation, to_role);
    EXECUTE format('GRANT SELECT ON %s TO %I', relation, to_role);
  ELSE
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO %I', relation, to_role);
  END IF;
  PERFORM croft.limit_relation(relation, l.login, l.access) FROM croft.limited_logins(to_role) l;
END
$$;

-- Gives a role the rights of an application on all relations of a schema, and none beyond.
CREATE OR REPLACE FUNCTION croft.grant_relations(in_schema text, to_role text) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM croft.grant_relation(c.oid, to_role)
  FROM pg_class c
  WHERE c.relnamespace = quote_ident(in_schema)::regnamespace
    AND c.relkind IN ('r', 'p', 'v', 'S') AND c.relname <> 'flyway_schema_history';
END
$$;

-- Gives a role, and the logins of less than full access beside it, the rights of an application on a schema.
CREATE OR REPLACE FUNCTION croft.grant_schema(in_schema text, to_role text) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  login text;
BEGIN
  FOR login IN SELECT to_role UNION ALL SELECT l.login FROM croft.limited_logins(to_role) l LOOP
    EXECUTE format('GRANT USAGE ON SCHEMA %I TO %I', in_schema, login);
  END LOOP;
  PERFORM croft.grant_relations(in_schema, to_role);
END
$$;

-- Puts a trigger before every write to a table. It writes only what differs: see croft.keep_protected.
CREATE OR REPLACE FUNCTION croft.attach_guard(to_table regclass, call text) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  present text;
  fires "char";
BEGIN
  SELECT pg_get_triggerdef(g.oid), g.tgenabled INTO present, fires
  FROM pg_trigger g WHERE g.tgrelid = to_table AND g.tgname = 'croft_guard' AND NOT g.tgisinternal;
  IF present IS NULL OR right(present, length(call) + 9) <> 'FUNCTION ' || call
     OR present !~ ' BEFORE INSERT OR DELETE OR UPDATE OR TRUNCATE ON .* FOR EACH STATEMENT EXECUTE ' THEN
    EXECUTE format('CREATE OR REPLACE TRIGGER croft_guard BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE'
      ' ON %s FOR EACH STATEMENT EXECUTE FUNCTION %s', to_table, call);
    fires := 'O';
  END IF;
  IF fires <> 'A' THEN
    EXECUTE format('ALTER TABLE %s ENABLE ALWAYS TRIGGER croft_guard', to_table);
  END IF;
END
$$;

-- Makes sure of one policy of a table, with this expression for what is seen and what is written.
CREATE OR REPLACE FUNCTION croft.attach_policy(
  to_table regclass, policy_name name, is_permissive boolean, expression text) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF EXISTS (
      SELECT FROM pg_policy p
      WHERE p.polrelid = to_table AND p.polname = policy_name AND p.polpermissive = is_permissive
        AND p.polcmd = '*' AND p.polroles = '{0}'
        AND regexp_replace(pg_get_expr(p.polqual, p.polrelid), '\s+', ' ', 'g') = expression
        AND regexp_replace(pg_get_expr(p.polwithcheck, p.polrelid), '\s+', ' ', 'g') = expression) THEN
    RETURN;
  END IF;
  -- Tells croft.keep_defences that what goes comes back at once.
  PERFORM set_config('croft.mending', 'yes', true);
  EXECUTE format('DROP POLICY IF EXISTS %I ON %s', policy_name, to_table);
  PERFORM set_config('croft.mending', '', true);
  EXECUTE format('CREATE POLICY %I ON %s AS %s TO PUBLIC USING %s WITH CHECK %s', policy_name, to_table,
    CASE WHEN is_permissive THEN 'PERMISSIVE' ELSE 'RESTRICTIVE' END, expression, expression);
END
$$;

-- Puts one table of the pool under row-level security and the guard. Writes only what differs. The policies
-- come first, so that a table that is seen to have row security has them.
CREATE OR REPLACE FUNCTION croft.protect_pool_table(t regclass) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM croft.attach_policy(t, 'croft_tenant', false, '(tenant_id = ( SELECT croft.tenant() AS tenant))');
  PERFORM croft.attach_policy(t, 'croft_base', true, '(tenant_id IS NOT NULL)');
  PERFORM croft.attach_guard(t, 'croft.guard_pool()');
  PERFORM croft.shut_table(t);
END
$$;

-- Enables and forces row-level security: without policies nobody but a superuser sees a row.
CREATE OR REPLACE FUNCTION croft.shut_table(t regclass) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NOT (SELECT c.relforcerowsecurity FROM pg_class c WHERE c.oid = t) THEN
    EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', t);
  END IF;
  IF NOT (SELECT c.relrowsecurity FROM pg_class c WHERE c.oid = t) THEN
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', t);
  END IF;
END
$$;

-- Puts the tables of the pool under row-level security and the guard. Repeatable.
CREATE OR REPLACE FUNCTION croft.protect_pool(in_schema text) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  login text;
BEGIN
  PERFORM croft.own_schema(in_schema);
  PERFORM croft.protect_pool_table(t) FROM croft.app_tables(in_schema) t;
  PERFORM croft.grant_schema(in_schema, 'croft_pool');
  PERFORM croft.admit('croft_pool');
  PERFORM croft.admit('croft_limited');
  FOR login IN SELECT l.login FROM croft.limited_logins('croft_pool') l LOOP
    EXECUTE format('GRANT croft_limited TO %I', login);
  END LOOP;
  UPDATE croft.installation SET pool_schema = in_schema WHERE pool_schema IS DISTINCT FROM in_schema;
END
$$;

-- Pins one table of a schema or database home to its tenant and puts it under the guard. Writes only what
-- differs.
CREATE OR REPLACE FUNCTION croft.protect_home_table(t regclass, of_tenant uuid, at_epoch bigint) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NOT EXISTS (
      SELECT FROM pg_attribute a JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
      WHERE a.attrelid = t AND a.attname = 'tenant_id'
        AND pg_get_expr(d.adbin, d.adrelid) = format('%L::uuid', of_tenant)) THEN
    EXECUTE format('ALTER TABLE %s ALTER COLUMN tenant_id SET DEFAULT %L::uuid', t, of_tenant);
  END IF;
  IF NOT EXISTS (
      SELECT FROM pg_constraint k
      WHERE k.conrelid = t AND k.conname = 'croft_tenant' AND k.convalidated
        AND pg_get_constraintdef(k.oid) = format('CHECK ((tenant_id = %L::uuid))', of_tenant)) THEN
    EXECUTE format('ALTER TABLE %s ADD CONSTRAINT croft_tenant CHECK (tenant_id = %L::uuid)', t, of_tenant);
  END IF;
  PERFORM croft.attach_guard(t, format('croft.guard_home(%L, %L)', of_tenant, at_epoch));
END
$$;

-- Pins the tables of a schema or database home to its tenant, puts them under the guard and gives its logins
-- their rights. Repeatable; the lock keeps a switch from taking rights that are given at the same time.
CREATE OR REPLACE FUNCTION croft.protect_home(in_schema text, of_tenant uuid, at_epoch bigint, to_login text)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  login text;
BEGIN
  PERFORM FROM croft.gate g WHERE g.tenant = of_tenant AND g.epoch = at_epoch FOR SHARE;
  IF EXISTS (
      SELECT FROM croft.gate g WHERE g.tenant = of_tenant AND g.epoch = at_epoch AND g.state = 'moved') THEN
    RETURN;
  END IF;
  PERFORM croft.own_schema(in_schema);
  PERFORM croft.protect_home_table(t, of_tenant, at_epoch) FROM croft.app_tables(in_schema) t;
  PERFORM croft.note_logins(of_tenant, at_epoch, to_login);
  PERFORM croft.grant_schema(in_schema, to_login);
  FOR login IN SELECT l FROM croft.home_logins(to_login) l LOOP
    IF in_schema = 'app' THEN
      PERFORM croft.admit(login);
    ELSE
      PERFORM croft.admit('croft_tenants');
      EXECUTE format('GRANT croft_tenants TO %I', login);
    END IF;
  END LOOP;
END
$$;

-- Makes the table in which canaries live: tenants of Croft's own that prove the isolation on a live system.
-- It is an ordinary table of the application, empty for every other tenant.
CREATE OR REPLACE FUNCTION croft.add_canary(in_schema text) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  EXECUTE format('CREATE TABLE IF NOT EXISTS %1$I.croft_canary ('
    ' tenant_id uuid NOT NULL DEFAULT croft.tenant(),'
    ' id bigint GENERATED BY DEFAULT AS IDENTITY,'
    ' mark text NOT NULL,'
    ' parent bigint,'
    ' PRIMARY KEY (tenant_id, id),'
    ' UNIQUE (tenant_id, mark),'
    ' FOREIGN KEY (tenant_id, parent) REFERENCES %1$I.croft_canary (tenant_id, id))', in_schema);
END
$$;

-- Copies the rows of the shared tables from one schema of this database to another, where they are missing;
-- referenced tables first.
CREATE OR REPLACE FUNCTION croft.copy_shared(from_schema text, to_schema text) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  waiting regclass[] := ARRAY(
    SELECT t FROM croft.all_tables(to_schema) t JOIN pg_class c ON c.oid = t
    WHERE croft.is_shared(t) AND NOT c.relispartition);
  next_table regclass;
  columns text;
BEGIN
  WHILE cardinality(waiting) > 0 LOOP
    SELECT w INTO next_table FROM unnest(waiting) w
    WHERE NOT EXISTS (
      SELECT FROM pg_constraint k
      WHERE k.conrelid = w AND k.contype = 'f' AND k.confrelid <> w AND k.confrelid = ANY (waiting))
    LIMIT 1;
    IF next_table IS NULL THEN
      RAISE EXCEPTION 'the shared tables % refer to each other in a circle', waiting USING ERRCODE = '0A000';
    END IF;
    SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) INTO columns
    FROM pg_attribute a
    WHERE a.attrelid = next_table AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '';
    EXECUTE format('INSERT INTO %1$s (%2$s) OVERRIDING SYSTEM VALUE SELECT %2$s FROM %3$I.%4$I ON CONFLICT DO NOTHING',
      next_table, columns, from_schema, (SELECT c.relname FROM pg_class c WHERE c.oid = next_table));
    waiting := array_remove(waiting, next_table);
  END LOOP;
END
$$;

RESET ROLE;
