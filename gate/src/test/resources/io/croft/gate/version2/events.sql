-- New objects are born protected: after each command that makes or changes one in a pool or in a home, what
-- is missing is added, and what cannot be kept apart by tenant is refused or stays shut.
SET LOCAL ROLE croft_owner;

-- What the gate keeps in a schema: 'pool', 'home' with its gate row, or no row at all.
CREATE OR REPLACE FUNCTION croft.kept_schema(
  schema_name name, OUT kind text, OUT of_tenant uuid, OUT at_epoch bigint, OUT to_login text)
RETURNS SETOF record
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
  SELECT 'pool', NULL::uuid, NULL::bigint, 'croft_pool'
  FROM croft.installation i WHERE i.pool_schema = kept_schema.schema_name
  UNION ALL
  SELECT 'home', g.tenant, g.epoch, g.login
  FROM croft.gate g
  WHERE g.schema_name = kept_schema.schema_name AND g.isolation <> 'pool' AND g.state <> 'moved'
$$;

-- Protects one relation of a kept schema, or refuses it.
CREATE OR REPLACE FUNCTION croft.keep_relation(
  relation regclass, kind text, of_tenant uuid, at_epoch bigint, to_login text) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  relkind constant "char" := (SELECT c.relkind FROM pg_class c WHERE c.oid = relation);
  problems text;
BEGIN
  IF relkind IN ('m', 'f') THEN
    RAISE EXCEPTION '% would be open to every tenant: it is a %', relation,
        CASE relkind WHEN 'm' THEN 'materialized view' ELSE 'foreign table' END
      USING ERRCODE = 'TN008', HINT = 'row-level security does not reach it; make it outside of the application''s schema';
  ELSIF relkind = 'v' THEN
    PERFORM croft.bind_view(relation);
    PERFORM croft.grant_relation(relation, to_login);
  ELSIF relkind = 'S' THEN
    PERFORM croft.grant_relation(relation, to_login);
  ELSIF relkind IN ('r', 'p') THEN
    IF NOT croft.is_shared(relation) AND NOT EXISTS (
        SELECT FROM pg_attribute a
        WHERE a.attrelid = relation AND a.attname = 'tenant_id' AND a.attnotnull AND NOT a.attisdropped
          AND a.atttypid = 'uuid'::regtype) THEN
      -- It may still get its column: nobody reads it until then.
      PERFORM croft.shut_table(relation);
      RAISE WARNING 'table % has no column tenant_id: no tenant can reach it', relation
        USING HINT = 'add tenant_id uuid NOT NULL DEFAULT croft.tenant(), or declare the table by croft.share';
      RETURN;
    END IF;
    SELECT string_agg(p.object || ' ' || p.problem, '; ') INTO problems
    FROM croft.table_problems(relation) p WHERE p.code = 'table-unprotected';
    IF problems IS NOT NULL THEN
      RAISE EXCEPTION '% cannot be kept apart by tenant: %', relation, problems USING ERRCODE = 'TN008',
        HINT = 'lead every key and index with tenant_id uuid NOT NULL DEFAULT croft.tenant()';
    END IF;
    IF NOT croft.is_shared(relation) THEN
      IF kind = 'pool' THEN
        PERFORM croft.protect_pool_table(relation);
      ELSE
        PERFORM croft.protect_home_table(relation, of_tenant, at_epoch);
      END IF;
    END IF;
    PERFORM croft.grant_relation(relation, to_login);
  END IF;
END
$$;

-- After a command: protects what it has made or changed. What it adds itself comes here again and then
-- finds nothing missing. It works with the rights of whoever runs the command: the owner of the tables.
CREATE OR REPLACE FUNCTION croft.keep_protected() RETURNS event_trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  object record;
BEGIN
  IF NOT EXISTS (
      SELECT FROM pg_event_trigger_ddl_commands() c 
      WHERE coalesce(c.schema_name, '') NOT IN ('pg_temp', 'croft', 'pg_toast')) THEN
    RETURN;
  END IF;
  FOR object IN
    SELECT DISTINCT m.oid::regclass AS relation, f.oid AS routine, k.*
    FROM pg_event_trigger_ddl_commands() c
    LEFT JOIN pg_policy p ON c.classid = 'pg_policy'::regclass AND p.oid = c.objid
    LEFT JOIN pg_trigger g ON c.classid = 'pg_trigger'::regclass AND g.oid = c.objid
    LEFT JOIN pg_rewrite w ON c.classid = 'pg_rewrite'::regclass AND w.oid = c.objid
    LEFT JOIN pg_index i ON c.classid = 'pg_class'::regclass AND i.indexrelid = c.objid
    LEFT JOIN pg_class r ON r.oid = coalesce(p.polrelid, g.tgrelid, w.ev_class, i.indrelid,
      CASE c.classid WHEN 'pg_class'::regclass THEN c.objid END)
    -- Partitions with their table: one that is attached is not named.
    LEFT JOIN LATERAL pg_partition_tree(r.oid) below ON true
    LEFT JOIN pg_class m ON m.oid = coalesce(below.relid, r.oid)
    LEFT JOIN pg_proc f ON c.classid = 'pg_proc'::regclass AND f.oid = c.objid
    CROSS JOIN LATERAL croft.kept_schema(
      coalesce((SELECT n.nspname FROM pg_namespace n WHERE n.oid = m.relnamespace), c.schema_name)) k
    WHERE c.object_identity NOT LIKE '%.flyway_schema_history%'
  LOOP
    IF object.relation IS NOT NULL THEN
      PERFORM croft.keep_relation(
        object.relation, object.kind, object.of_tenant, object.at_epoch, object.to_login);
    ELSIF (SELECT p.prosecdef FROM pg_proc p WHERE p.oid = object.routine) THEN
      RAISE EXCEPTION '% would run with the rights of its owner', object.routine::regprocedure
        USING ERRCODE = 'TN008', HINT = 'make it SECURITY INVOKER';
    END IF;
  END LOOP;
END
$$;

-- After a command that drops: refuses to take a policy or a guard from a table that stays.
CREATE OR REPLACE FUNCTION croft.keep_defences() RETURNS event_trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  taken text;
BEGIN
  IF current_setting('croft.mending', true) = 'yes' THEN
    RETURN;
  END IF;
  SELECT string_agg(d.object_identity, ', ') INTO taken
  FROM pg_event_trigger_dropped_objects() d
  CROSS JOIN LATERAL croft.kept_schema(d.address_names[1]) k
  WHERE d.object_type IN ('policy', 'trigger', 'table constraint')
    AND d.address_names[3] IN ('croft_tenant', 'croft_base', 'croft_guard')
    AND to_regclass(format('%I.%I', d.address_names[1], d.address_names[2])) IS NOT NULL;
  IF taken IS NOT NULL THEN
    RAISE EXCEPTION 'the gate needs %', taken USING ERRCODE = 'TN008',
      HINT = 'drop the table altogether, or let a superuser disable the event trigger croft_keep_defences';
  END IF;
END
$$;

RESET ROLE;
