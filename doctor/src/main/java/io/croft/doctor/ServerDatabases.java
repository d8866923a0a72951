package io.croft.doctor;

import io.croft.core.Placement;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The databases of a server that can be connected to, and the logins of the application there.
 *
 * @param all by name, the shared database first
 * @param logins the pool's and those of homes, for each access
 */
record ServerDatabases(List<One> all, List<String> logins) {

  /** The database that an administrator connects to when the work is on others. */
  static final String MAINTENANCE = "postgres";

  /** Rules that matter in every database, because others are made from it or reached from it. */
  static final Set<String> EVERYWHERE = Set.of("CROFT503", "CROFT903");

  /** How databases and schemas of homes are named. */
  static final Pattern HOME = Pattern.compile("t_([0-9a-f]{32})_([0-9]+)");

  /** How logins of homes are named: the word of an access follows, for less than full access. */
  static final Pattern LOGIN = Pattern.compile(HOME + "(_[a-z][a-z0-9_]*)?");

  /** How logins of the pool are named. */
  static final Pattern POOL_LOGIN = Pattern.compile("croft_app|croft_as_[a-z][a-z0-9_]*");

  private static final String LOGINS =
      """
      SELECT rolname FROM pg_catalog.pg_roles
      WHERE rolname = 'croft_app'
        OR rolname ~ '^(croft_as|t_[0-9a-f]{32}_[0-9]+)_[a-z][a-z0-9_]*$'
        OR rolname ~ '^t_[0-9a-f]{32}_[0-9]+$'
      ORDER BY rolname
      """;

  private static final String DATABASES =
      """
      SELECT d.datname,
        EXISTS (
          SELECT FROM pg_catalog.pg_roles r
          WHERE (r.rolname = 'croft_app'
              OR r.rolname ~ '^(croft_as|t_[0-9a-f]{32}_[0-9]+)_[a-z][a-z0-9_]*$'
              OR r.rolname ~ '^t_[0-9a-f]{32}_[0-9]+$')
            AND has_database_privilege(r.oid, d.oid, 'CONNECT'))
      FROM pg_catalog.pg_database d
      WHERE d.datallowconn AND d.datconnlimit <> -2
      ORDER BY d.datname <> 'croft_app', d.datname
      """;

  /**
   * One database.
   *
   * @param reachable true when a login of the application may connect to it
   */
  record One(String name, boolean reachable) {
    boolean ofCroft() {
      return name.equals(Placement.SHARED_DATABASE) || HOME.matcher(name).matches();
    }
  }

  static ServerDatabases read(Connection admin) throws SQLException {
    List<One> all = new ArrayList<>();
    try (Statement query = admin.createStatement();
        ResultSet row = query.executeQuery(DATABASES)) {
      while (row.next()) {
        all.add(new One(row.getString(1), row.getBoolean(2)));
      }
    }
    return new ServerDatabases(all, Sql.strings(admin, LOGINS));
  }
}
