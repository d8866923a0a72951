package io.croft.spring;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds what the application's login can reach and row security does not hold to its tenant, from
 * what PostgreSQL tells everybody. It knows less than {@code croft doctor}, and is never wrong.
 */
final class OpenRelations {

  /** The policy that the gate gives to each table, as PostgreSQL spells it. */
  private static final String OF_TENANT = "(tenant_id = ( SELECT croft.tenant() AS tenant))";

  /**
   * A table that can be read only, and has no tenant column, is one for all. What belongs to an
   * extension is its author's.
   */
  private static final String OPEN =
      """
      WITH space AS MATERIALIZED (
        SELECT n.oid, n.nspname FROM pg_namespace n
        WHERE n.nspname NOT IN ('croft', 'information_schema') AND n.nspname !~ '^pg_'
          AND has_schema_privilege(n.oid, 'USAGE')
      ), relation AS MATERIALIZED (
        SELECT c.*, s.nspname FROM pg_class c JOIN space s ON s.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'p', 'm', 'f', 'v')
      ), reached AS (
        SELECT c.oid, c.relkind, c.relrowsecurity, c.relowner, c.reloptions,
          format('%I.%I', c.nspname, c.relname) AS name,
          has_table_privilege(c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE')
            OR has_any_column_privilege(c.oid, 'INSERT, UPDATE') AS written,
          EXISTS (
            SELECT FROM pg_attribute a
            WHERE a.attrelid = c.oid AND a.attname = 'tenant_id' AND NOT a.attisdropped) AS of_tenants
        FROM relation c
        WHERE (has_table_privilege(c.oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE')
            OR has_any_column_privilege(c.oid, 'SELECT, INSERT, UPDATE'))
          AND NOT EXISTS (
            SELECT FROM pg_depend d
            WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
      )
      SELECT concat(name, CASE relkind
        WHEN 'm' THEN ' (a materialized view holds the rows of all tenants)'
        WHEN 'f' THEN ' (a foreign table)'
        WHEN 'v' THEN ' (a view with the rights of an owner whom row security does not hold)'
        ELSE '' END)
      FROM reached r
      WHERE CASE relkind
        WHEN 'm' THEN true
        WHEN 'f' THEN true
        WHEN 'v' THEN EXISTS (
            SELECT FROM pg_roles o WHERE o.oid = r.relowner AND (o.rolsuper OR o.rolbypassrls))
          AND NOT coalesce(
            r.reloptions && ARRAY['security_invoker=true', 'security_invoker=on', 'security_invoker=1'], false)
        ELSE (written OR of_tenants) AND NOT (relrowsecurity AND EXISTS (
          SELECT FROM pg_policy p
          WHERE p.polrelid = r.oid AND NOT p.polpermissive AND p.polcmd = '*' AND p.polroles = '{0}'
            AND regexp_replace(pg_get_expr(p.polqual, p.polrelid), '\\s+', ' ', 'g') = '%1$s'
            AND regexp_replace(pg_get_expr(p.polwithcheck, p.polrelid), '\\s+', ' ', 'g') = '%1$s'))
        END
      ORDER BY name
      """
          .replace("%1$s", OF_TENANT);

  private OpenRelations() {}

  /** Returns the names of what is open, with their schemas; empty when nothing is. */
  static List<String> list(Connection connection) throws SQLException {
    List<String> found = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(OPEN)) {
      while (rows.next()) {
        found.add(rows.getString(1));
      }
    }
    return found;
  }
}
