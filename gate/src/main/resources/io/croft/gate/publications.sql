-- Publications of one home: what a move streams from it. For administrators.
SET LOCAL ROLE croft_owner;

-- The tables of a home that hold rows of tenants, as a publication names them: partitions come with their table.
CREATE OR REPLACE FUNCTION croft.published_tables(in_schema text) RETURNS SETOF regclass
LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp AS $$
  SELECT t FROM croft.app_tables(in_schema) t JOIN pg_class c ON c.oid = t WHERE NOT c.relispartition
$$;

-- The columns by which a table tells its changed rows apart in a stream; empty where it cannot.
CREATE OR REPLACE FUNCTION croft.identity_columns(t regclass) RETURNS name[]
LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp AS $$
  SELECT ARRAY(
    SELECT a.attname FROM pg_attribute a
    WHERE a.attrelid = t AND a.attnum > 0 AND NOT a.attisdropped
      AND (c.relreplident = 'f' OR EXISTS (
        SELECT FROM pg_index i
        WHERE i.indrelid = t AND i.indisvalid AND i.indimmediate AND i.indisunique AND i.indpred IS NULL
          AND CASE c.relreplident WHEN 'd' THEN i.indisprimary WHEN 'i' THEN i.indisreplident ELSE false END
          AND a.attnum = ANY ((i.indkey::smallint[])[0:i.indnkeyatts - 1])))
    ORDER BY a.attnum)
  FROM pg_class c WHERE c.oid = t
$$;

-- Why a publication of this schema would break writers, or lose rows: one row for each table and partition.
CREATE OR REPLACE FUNCTION croft.unpublishable(in_schema text)
RETURNS TABLE (code text, object text, problem text, fix text)
LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp AS $$
  SELECT 'identity-without-tenant', t::text,
         CASE c.relreplident
           WHEN 'n' THEN 'has no replica identity'
           WHEN 'i' THEN CASE WHEN croft.identity_columns(t) = '{}'
             THEN 'has a replica identity by an index that is gone or not valid'
             ELSE 'has a replica identity without tenant_id' END
           WHEN 'd' THEN CASE WHEN croft.identity_columns(t) = '{}'
             THEN 'has no primary key that could be its replica identity'
             ELSE 'has a primary key, and with it a replica identity, without tenant_id' END
           ELSE 'has no column tenant_id' END,
         CASE WHEN EXISTS (
             SELECT FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
             WHERE i.indrelid = t AND i.indisprimary AND i.indisvalid AND i.indimmediate AND a.attname = 'tenant_id')
           THEN format('ALTER TABLE %s REPLICA IDENTITY DEFAULT', t)
           ELSE 'lead the primary key with tenant_id' END
  FROM croft.app_tables(in_schema) t JOIN pg_class c ON c.oid = t
  WHERE NOT 'tenant_id' = ANY (croft.identity_columns(t))
  UNION ALL
  SELECT 'table-unlogged', t::text, 'is unlogged: its changes are in no log',
         format('ALTER TABLE %s SET LOGGED', t)
  FROM croft.app_tables(in_schema) t JOIN pg_class c ON c.oid = t
  WHERE c.relpersistence = 'u'
  UNION ALL
  -- From version 18 on the server refuses every UPDATE and DELETE of such a table while it is published.
  SELECT 'identity-generated', t::text, format('has the generated column %s in its replica identity', a.attname),
         'take a replica identity without generated columns'
  FROM croft.app_tables(in_schema) t JOIN pg_attribute a ON a.attrelid = t
  WHERE a.attgenerated <> '' AND NOT a.attisdropped AND a.attname = ANY (croft.identity_columns(t))
$$;

-- Everything for which a stream from this home would break writers, could not begin or would lose something.
CREATE OR REPLACE FUNCTION croft.publish_problems(of_tenant uuid, at_epoch bigint)
RETURNS TABLE (code text, object text, problem text, fix text)
LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp AS $$
  WITH home AS (
    SELECT g.* FROM croft.gate g WHERE g.tenant = of_tenant AND g.epoch = at_epoch
  )
  SELECT u.* FROM home h, croft.unpublishable(h.schema_name) u
  UNION ALL
  SELECT 'identity-without-key', t::text,
         coalesce('has a replica identity without ' || string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum)
           || ' of its primary key', 'has no primary key'),
         CASE WHEN count(a) > 0 THEN format('ALTER TABLE %s REPLICA IDENTITY DEFAULT', t)
           ELSE 'give it a primary key that leads with tenant_id' END
  FROM home h CROSS JOIN croft.app_tables(h.schema_name) t
  LEFT JOIN pg_constraint k ON k.conrelid = t AND k.contype = 'p'
  LEFT JOIN pg_attribute a ON a.attrelid = t AND a.attnum = ANY (k.conkey)
    AND a.attname <> ALL (croft.identity_columns(t))
  -- Of one without tenant_id another line tells.
  WHERE 'tenant_id' = ANY (croft.identity_columns(t)) AND (k.oid IS NULL OR a.attnum IS NOT NULL)
  GROUP BY t
  UNION ALL
  SELECT 'home-unknown', of_tenant::text, format('has no home here at epoch %s', at_epoch),
         'prepare the home first'
  WHERE NOT EXISTS (SELECT FROM home)
  UNION ALL
  SELECT 'foreign-key-leaves', t || '.' || k.conname, format('refers to %s, which is not in the home', k.confrelid::regclass),
         'refer to a table of the same schema'
  FROM home h, croft.app_tables(h.schema_name) t
  JOIN pg_constraint k ON k.conrelid = t AND k.contype = 'f'
  JOIN pg_class other ON other.oid = k.confrelid
  JOIN pg_namespace n ON n.oid = other.relnamespace
  WHERE n.nspname <> h.schema_name
  UNION ALL
  SELECT 'large-objects', current_database()::text,
         format('holds %s large objects, which no stream carries', count(*)), 'keep them in columns of type bytea'
  FROM pg_largeobject_metadata l
  WHERE (SELECT h.isolation FROM home h) = 'database'
  HAVING count(*) > 0
  UNION ALL
  SELECT 'wal-level', 'wal_level', format('is %s', current_setting('wal_level')),
         'set wal_level = logical and restart the server'
  WHERE current_setting('wal_level') <> 'logical'
  UNION ALL
  SELECT 'no-free-slot', 'max_replication_slots',
         format('is %s, and as many slots exist', current_setting('max_replication_slots')),
         'drop a slot that nobody uses, or raise the parameter and restart the server'
  WHERE current_setting('max_replication_slots')::integer <= (SELECT count(*) FROM pg_replication_slots)
  UNION ALL
  SELECT 'no-free-sender', 'max_wal_senders',
         format('is %s, and as many senders are at work', current_setting('max_wal_senders')),
         'end one, or raise the parameter and restart the server'
  WHERE current_setting('max_wal_senders')::integer <= (SELECT count(*) FROM pg_stat_get_wal_senders())
  UNION ALL
  SELECT 'transaction-prepared', x.gid, format('was prepared by %s at %s and has not ended', x.owner, x.prepared),
         'COMMIT PREPARED or ROLLBACK PREPARED it'
  FROM pg_prepared_xacts x WHERE x.database = current_database()
$$;

-- The tables of a publication, with their filters: in a pool the rows of one tenant; everywhere the home's own
-- gate row and mark. In the order in which withdraw takes their locks, too.
CREATE OR REPLACE FUNCTION croft.publication_list(home croft.gate) RETURNS text
LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp AS $$
  SELECT concat_ws(', ',
    (SELECT string_agg(t || CASE WHEN home.isolation = 'pool'
       THEN format(' WHERE (tenant_id = %L::uuid)', home.tenant) ELSE '' END, ', ' ORDER BY t::oid)
     FROM croft.published_tables(home.schema_name) t),
    format('croft.gate (tenant, epoch, state, token) WHERE (tenant = %L::uuid AND epoch = %s)', home.tenant, home.epoch),
    format('croft.mark WHERE (tenant = %L::uuid AND epoch = %s)', home.tenant, home.epoch))
$$;

-- Whether there is such a publication. TN008 when it was not made by croft.publish: it sends no marks, and was not
-- withdrawn.
CREATE OR REPLACE FUNCTION croft.is_published(name text) RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  ours boolean;
BEGIN
  SELECT coalesce(obj_description(p.oid, 'pg_publication') = 'withdrawn by croft', false) OR EXISTS (
    SELECT FROM pg_publication_rel r WHERE r.prpubid = p.oid AND r.prrelid = 'croft.mark'::regclass) INTO ours
  FROM pg_publication p WHERE p.pubname = is_published.name::name;
  IF NOT ours THEN
    RAISE EXCEPTION 'publication % is not of a home', name USING ERRCODE = 'TN008', HINT = 'choose another name';
  END IF;
  RETURN ours IS NOT NULL;
END
$$;

-- Publishes the rows of one home, and nothing of anybody else. Repeatable: what has changed meanwhile is
-- published as it is now. Waits for DDL and VACUUM of these tables, not for writers.
CREATE OR REPLACE FUNCTION croft.publish(name text, of_tenant uuid, at_epoch bigint) RETURNS void
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  options constant text := 'publish = ''insert, update, delete, truncate'', publish_via_partition_root = true';
  home croft.gate;
  problems text;
BEGIN
  SELECT * INTO home FROM croft.gate g WHERE g.tenant = of_tenant AND g.epoch = at_epoch;
  IF home.tenant IS NULL THEN
    RAISE EXCEPTION 'tenant % has no home here at epoch %', of_tenant, at_epoch USING ERRCODE = 'TN008';
  END IF;
  SELECT string_agg(concat_ws(' ', u.object, u.problem), '; ') INTO problems
  FROM croft.unpublishable(home.schema_name) u;
  IF problems IS NOT NULL THEN
    RAISE EXCEPTION 'a publication would break writers or lose rows: %', problems
      USING ERRCODE = 'TN008', HINT = 'see croft.publish_problems';
  END IF;
  IF croft.is_published(name) THEN
    EXECUTE format('ALTER PUBLICATION %I SET TABLE %s', name, croft.publication_list(home));
    EXECUTE format('ALTER PUBLICATION %I SET (%s)', name, options);
    EXECUTE format('COMMENT ON PUBLICATION %I IS NULL', name);
  ELSE
    EXECUTE format('CREATE PUBLICATION %I FOR TABLE %s WITH (%s)', name, croft.publication_list(home), options);
  END IF;
END
$$;

-- The tables that a publication publishes, in the order in which publish takes their locks; NULL for none.
CREATE OR REPLACE FUNCTION croft.listed_tables(name text) RETURNS text
LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp AS $$
  SELECT string_agg(r.prrelid::regclass::text, ', '
    ORDER BY r.prrelid IN ('croft.gate'::regclass, 'croft.mark'::regclass), r.prrelid)
  FROM pg_publication_rel r JOIN pg_publication p ON p.oid = r.prpubid
  WHERE p.pubname = listed_tables.name::name
$$;

-- Takes all tables out of a publication of a home; nothing happens when there is none. Its slot goes first: what it
-- streams ends here. Waits like publish.
CREATE OR REPLACE FUNCTION croft.withdraw(name text) RETURNS void
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF croft.is_published(name) AND croft.listed_tables(name) IS NOT NULL THEN
    EXECUTE format('COMMENT ON PUBLICATION %I IS %L', name, 'withdrawn by croft');
    EXECUTE format('ALTER PUBLICATION %I DROP TABLE %s', name, croft.listed_tables(name));
  END IF;
END
$$;

-- Waits, but no longer than that, until whoever writes to a table now has ended the transaction.
CREATE OR REPLACE FUNCTION croft.await_writers(most interval) RETURNS void
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  until constant timestamptz := clock_timestamp() + most;
  writers constant text[] := ARRAY(
    SELECT l.virtualtransaction FROM pg_lock_status() l
    WHERE l.locktype = 'relation' AND l.relation >= 16384 AND l.pid <> pg_backend_pid()
      AND l.database = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())
      AND l.mode IN ('RowExclusiveLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock'));
BEGIN
  WHILE clock_timestamp() < until
    AND EXISTS (SELECT FROM pg_lock_status() l WHERE l.virtualtransaction = ANY (writers))
  LOOP
    PERFORM pg_sleep(0.005);
  END LOOP;
END
$$;

-- Drops a publication that was withdrawn in a transaction before; nothing happens when there is none. A writer that has
-- just read in which publications its table is looks for each of them, and fails where one is gone: so
-- this waits for those who began to write before the withdrawal, up to a second.
CREATE OR REPLACE FUNCTION croft.unpublish(name text) RETURNS void
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NOT croft.is_published(name) THEN
    RETURN;
  END IF;
  IF croft.listed_tables(name) IS NOT NULL THEN
    RAISE EXCEPTION 'publication % is in use', name USING ERRCODE = 'TN008',
      HINT = format('SELECT croft.withdraw(%L) first, in a transaction of its own', name);
  END IF;
  PERFORM croft.await_writers('1 s');
  EXECUTE format('DROP PUBLICATION %I', name);
END
$$;

RESET ROLE;
