-- What less than full access may do: said by the application's migrations, held by the rights of a login for
-- each access, in the pool and in every schema and database home.
SET LOCAL ROLE croft_owner;

-- What is said of an access in a schema: by the schema's own migrations, else by those of the pool. So a
-- home that is at an older migration changes nothing elsewhere.
CREATE OR REPLACE FUNCTION croft.said_of(of_access text, in_schema name)
RETURNS TABLE (table_name name, commands text[])
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
  SELECT DISTINCT ON (r.table_name) r.table_name, r.commands
  FROM croft.access_right r
  WHERE r.access = of_access
    AND (r.schema_name = in_schema OR r.schema_name = (SELECT i.pool_schema FROM croft.installation i))
  ORDER BY r.table_name, r.schema_name <> in_schema
$$;

-- Whether an access may use a command on a table. What is said of the table by its name holds instead of what
-- is said of all; what nothing is said of is forbidden. Partitions follow their root.
CREATE OR REPLACE FUNCTION croft.allows(of_access text, relation regclass, command text) RETURNS boolean
LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp AS $$
  SELECT coalesce((
    SELECT command = ANY (r.commands)
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    CROSS JOIN LATERAL croft.said_of(of_access, n.nspname) r
    WHERE c.oid = coalesce(pg_partition_root(relation), relation) AND r.table_name IN ('*', c.relname)
    ORDER BY r.table_name = '*'
    LIMIT 1), false)
$$;

-- Says what an access may do with a table, or with every table that is not named ('*'): a list of SELECT,
-- INSERT, UPDATE and DELETE, empty for nothing. The last word on a table holds. The table need not exist yet.
-- The fourth parameter is never given: its default is evaluated outside, where the migration's path holds.
CREATE OR REPLACE FUNCTION croft.allow(
  to_access text, table_name name, commands text, in_schema name DEFAULT pg_catalog.current_schema())
RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  wanted constant text[] := ARRAY(
    SELECT DISTINCT upper(btrim(c)) FROM unnest(string_to_array(commands, ',')) c WHERE btrim(c) <> '' ORDER BY 1);
  long_login text;
  kept record;
BEGIN
  IF (to_access ~ '^[a-z][a-z0-9_]{0,15}$') IS NOT TRUE THEN
    RAISE EXCEPTION '"%" is not the word of an access', to_access USING ERRCODE = '22023',
      HINT = 'use 1 to 16 lower-case letters, digits and underscores, beginning with a letter';
  END IF;
  IF commands IS NULL OR table_name IS NULL OR NOT wanted <@ ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE'] THEN
    RAISE EXCEPTION 'access % cannot be allowed "%" on table "%"', to_access, commands, table_name
      USING ERRCODE = '22023',
      HINT = 'name a table or ''*'', and any of SELECT, INSERT, UPDATE, DELETE, separated by commas';
  END IF;
  IF in_schema IS NULL THEN
    RAISE EXCEPTION 'no schema in which access % is to be allowed anything', to_access
      USING ERRCODE = '22023', HINT = 'set search_path to the schema of the tables';
  END IF;
  IF wanted <> ARRAY['SELECT'] AND EXISTS (SELECT FROM croft.shared_table s WHERE s.name = table_name) THEN
    RAISE EXCEPTION 'table % is shared: every access may SELECT it, and none may more or less', table_name
      USING ERRCODE = '22023', HINT = 'leave it out';
  END IF;
  SELECT g.login INTO long_login FROM croft.gate g
  WHERE g.isolation <> 'pool' AND octet_length(g.login || '_' || to_access) > 63 LIMIT 1;
  IF long_login IS NOT NULL THEN
    RAISE EXCEPTION 'the word % is too long: a login %_% would have more than 63 bytes',
      to_access, long_login, to_access USING ERRCODE = '42622', HINT = 'choose a shorter word';
  END IF;

  INSERT INTO croft.access (name) VALUES (to_access) ON CONFLICT DO NOTHING;
  INSERT INTO croft.access_right (access, schema_name, table_name, commands)
  VALUES (to_access, in_schema, table_name, wanted)
  ON CONFLICT ON CONSTRAINT access_right_pkey DO UPDATE SET commands = excluded.commands;
  FOR kept IN SELECT k.* FROM croft.kept_schema(in_schema) k LOOP
    PERFORM croft.grant_relations(in_schema, kept.to_login);
  END LOOP;
END
$$;

-- Gives the login of an access its rights on one table, view or sequence, and none beyond. A view
-- runs with the rights of its caller, so the tables decide; but its rules write with those of its owner, so
-- one with rules is held like a table. Writes only what differs.
CREATE OR REPLACE FUNCTION croft.limit_relation(relation regclass, to_login text, of_access text) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  kind constant "char" := (SELECT c.relkind FROM pg_class c WHERE c.oid = relation);
  shared constant boolean := croft.is_shared(relation);
  writes_as_owner constant boolean := EXISTS (
    SELECT FROM pg_rewrite w WHERE w.ev_class = relation AND w.rulename <> '_RETURN');
  command text;
  wanted boolean;
BEGIN
  IF kind = 'S' THEN
    IF EXISTS (
        SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        CROSS JOIN LATERAL croft.said_of(of_access, n.nspname) r
        WHERE c.oid = relation AND r.commands && ARRAY['INSERT', 'UPDATE']) THEN
      EXECUTE format('GRANT USAGE ON SEQUENCE %s TO %I', relation, to_login);
    ELSE
      EXECUTE format('REVOKE USAGE ON SEQUENCE %s FROM %I', relation, to_login);
    END IF;
    RETURN;
  END IF;
  FOREACH command IN ARRAY ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE'] LOOP
    wanted := CASE WHEN kind = 'v' AND NOT writes_as_owner THEN true
                   WHEN shared THEN command = 'SELECT'
                   ELSE croft.allows(of_access, relation, command) END;
    IF wanted <> has_table_privilege(to_login, relation, command) THEN
      EXECUTE format(CASE WHEN wanted THEN 'GRANT %s ON %s TO %I' ELSE 'REVOKE %s ON %s FROM %I' END,
        command, relation, to_login);
    END IF;
  END LOOP;
END
$$;

-- The logins of less than full access beside the login of a home, or beside that of the pool.
CREATE OR REPLACE FUNCTION croft.limited_logins(beside text) RETURNS TABLE (login name, access text)
LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp AS $$
  SELECT r.rolname, a.name
  FROM croft.access a JOIN pg_roles r ON r.rolname = ('croft_as_' || a.name)::name
  WHERE beside IN ('croft_app', 'croft_pool')
  UNION ALL
  SELECT r.rolname, other.access
  FROM croft.home_login own JOIN croft.home_login other USING (tenant, epoch)
  JOIN pg_roles r ON r.rolname = other.login
  WHERE own.login = beside::name AND other.access <> ''
$$;

-- All logins of a home, given the one of full access.
CREATE OR REPLACE FUNCTION croft.home_logins(of_login text) RETURNS SETOF name
LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp AS $$
  SELECT r.rolname FROM pg_roles r WHERE r.rolname = of_login::name
  UNION ALL
  SELECT l.login FROM croft.limited_logins(of_login) l
$$;

-- Notes the logins of a home: its own, and one for each access for which there is a role.
CREATE OR REPLACE FUNCTION croft.note_logins(of_tenant uuid, at_epoch bigint, to_login text) RETURNS void
LANGUAGE sql VOLATILE
SET search_path = pg_catalog, pg_temp AS $$
  INSERT INTO croft.home_login (login, tenant, epoch, access)
  SELECT r.rolname, of_tenant, at_epoch, l.access
  FROM (SELECT to_login, '' UNION ALL SELECT to_login || '_' || a.name, a.name FROM croft.access a)
    AS l (login, access)
  JOIN pg_roles r ON r.rolname = l.login::name
  WHERE octet_length(l.login) <= 63
  ON CONFLICT DO NOTHING
$$;

RESET ROLE;
