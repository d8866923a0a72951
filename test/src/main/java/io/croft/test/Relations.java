package io.croft.test;

import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads from PostgreSQL's catalogs what a login can reach. */
final class Relations {

  private static final String REACHABLE =
      """
      WITH RECURSIVE reads (reader, read) AS (
        SELECT r.ev_class, d.refobjid
        FROM pg_rewrite r
        JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = r.oid
          AND d.refclassid = 'pg_class'::regclass AND d.refobjid <> r.ev_class
        UNION
        SELECT f.reader, d.refobjid
        FROM reads f
        JOIN pg_rewrite r ON r.ev_class = f.read
        JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = r.oid
          AND d.refclassid = 'pg_class'::regclass AND d.refobjid <> r.ev_class)
      SELECT n.nspname, c.relname, c.relkind::text, n.nspname = current_schema(),
        (SELECT p.relname FROM pg_class p WHERE p.oid = coalesce(pg_partition_root(c.oid), c.oid)),
        ARRAY(SELECT DISTINCT b.relname::text FROM reads f JOIN pg_class b ON b.oid = f.read
          WHERE f.reader = c.oid AND b.relkind <> 'v'),
        EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'tenant_id'
          AND a.atttypid = 'uuid'::regtype AND NOT a.attisdropped
          AND has_column_privilege(c.oid, a.attnum, 'SELECT')),
        ARRAY(SELECT a.attname::text FROM pg_attribute a
          WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
            AND has_column_privilege(c.oid, a.attnum, 'SELECT') ORDER BY a.attnum),
        ARRAY(SELECT a.attname::text FROM pg_attribute a
          WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
            AND has_column_privilege(c.oid, a.attnum, 'INSERT') ORDER BY a.attnum),
        has_table_privilege(c.oid, 'DELETE') AND pg_relation_is_updatable(c.oid, true) & 16 <> 0,
        pg_relation_is_updatable(c.oid, true) & 4 <> 0 AND EXISTS (
          SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'tenant_id'
            AND NOT a.attisdropped AND has_column_privilege(c.oid, a.attnum, 'UPDATE')),
        c.relkind = 'v' AND NOT EXISTS (SELECT FROM pg_options_to_table(c.reloptions)
          WHERE option_name = 'security_invoker' AND option_value::boolean)
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f')
        AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'croft')
        AND n.nspname !~ '^pg_(toast|temp)'
        AND has_schema_privilege(n.oid, 'USAGE')
        AND (has_any_column_privilege(c.oid, 'SELECT, INSERT, UPDATE')
          OR has_table_privilege(c.oid, 'DELETE'))
        AND NOT EXISTS (SELECT FROM pg_depend d
          WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
      ORDER BY n.nspname, c.relname
      """;

  private static final String TOO_POWERFUL =
      """
      SELECT rolname || CASE WHEN rolsuper THEN ' is a superuser' ELSE ' bypasses row security' END
      FROM pg_roles
      WHERE rolname IN (current_user, session_user) AND (rolsuper OR rolbypassrls)
      UNION ALL
      SELECT DISTINCT current_user || ' owns tables as ' || pg_get_userbyid(c.relowner)
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f')
        AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_(toast|temp)'
        AND pg_has_role(c.relowner, 'MEMBER')
      """;

  private Relations() {}

  /** Returns all that the login of the connection can reach, but what belongs to extensions. */
  static List<Relation> reachable(Connection connection) throws SQLException {
    List<Relation> found = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(REACHABLE)) {
      while (row.next()) {
        found.add(
            new Relation(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getBoolean(4),
                row.getString(5),
                Set.copyOf(names(row.getArray(6))),
                row.getBoolean(7),
                names(row.getArray(8)),
                names(row.getArray(9)),
                row.getBoolean(10),
                row.getBoolean(11),
                row.getBoolean(12)));
      }
    }
    return found;
  }

  /** Raises that nothing would be proven when row security does not bind the login. */
  static void requireBoundLogin(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(TOO_POWERFUL)) {
      if (row.next()) {
        throw new AssertionError(
            "nothing would be proven: %s, and row security does not bind it\n"
                    .formatted(row.getString(1))
                + "  -> use the data source that the application uses in production");
      }
    }
  }

  private static List<String> names(Array array) throws SQLException {
    return List.of((String[]) array.getArray());
  }
}
