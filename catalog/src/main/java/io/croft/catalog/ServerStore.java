package io.croft.catalog;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/** Servers as rows, and the count of the tenants on each. */
final class ServerStore {

  private static final String SELECT =
      """
      SELECT name, region, labels, max_tenants, budget, host, port, admin_user,
        app_host, app_port, tenants
      FROM catalog.server
      """;
  private static final String ALL = SELECT + " ORDER BY name";
  private static final String ONE = SELECT + " WHERE name = ?";

  private static final String PASSWORD = "SELECT admin_password FROM catalog.server WHERE name = ?";

  private static final String ADD =
      """
      INSERT INTO catalog.server (region, labels, max_tenants, budget, host, port, admin_user,
        admin_password, app_host, app_port, name)
      VALUES (?, CAST(? AS jsonb), ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT DO NOTHING
      """;

  private static final String CHANGE =
      """
      UPDATE catalog.server SET region = ?, labels = CAST(? AS jsonb), max_tenants = ?, budget = ?,
        host = ?, port = ?, admin_user = ?, admin_password = ?, app_host = ?, app_port = ?,
        admin_since = clock_timestamp()
      WHERE name = ?
      """;

  private static final String LOCK =
      "SELECT name FROM catalog.server WHERE name = ANY (?) ORDER BY name FOR NO KEY UPDATE";

  private static final String OCCUPY =
      """
      UPDATE catalog.server SET tenants = tenants + 1 WHERE name = ? AND tenants < max_tenants
      """;

  private static final String COUNT =
      "UPDATE catalog.server SET tenants = tenants + ? WHERE name = ?";

  private final Database database;
  private final AdminCipher cipher;

  ServerStore(Database database, AdminCipher cipher) {
    this.database = database;
    this.cipher = cipher;
  }

  List<Server> servers() {
    return database.read(c -> Sql.list(c, ALL, ServerStore::server));
  }

  Server server(String name) {
    return database.read(c -> server(c, name));
  }

  static Server server(Connection connection, String name) throws SQLException {
    return Sql.first(connection, ONE, ServerStore::server, name)
        .orElseThrow(() -> Refusals.unknownServer(name));
  }

  void add(NewServer server, String actor) {
    if (write(ADD, server, actor, "server.add") == 0) {
      throw new CroftException(
          ErrorCode.SERVER_EXISTS,
          "there is already a server \"" + server.name() + "\"",
          "change that one, or choose another name");
    }
  }

  void change(NewServer server, String actor) {
    if (write(CHANGE, server, actor, "server.change") == 0) {
      throw Refusals.unknownServer(server.name());
    }
  }

  /** Returns the administrator's password in plain text. */
  String adminPassword(String name) {
    byte[] stored =
        database
            .read(c -> Sql.first(c, PASSWORD, row -> row.getBytes(1), name))
            .orElseThrow(() -> Refusals.unknownServer(name));
    return cipher.decrypt("server " + name, stored);
  }

  /** Locks the servers for counting, in one order everywhere, so that no two lock crosswise. */
  static void lock(Connection connection, Set<String> names) throws SQLException {
    List<String> found = Sql.list(connection, LOCK, row -> row.getString(1), names);
    for (String name : names) {
      if (!found.contains(name)) {
        throw Refusals.unknownServer(name);
      }
    }
  }

  /** Takes room for one more tenant, or throws {@code server-full}. */
  static void occupy(Connection connection, String name) throws SQLException {
    if (Sql.change(connection, OCCUPY, name) == 0) {
      throw Refusals.full(List.of(server(connection, name)));
    }
  }

  static void count(Connection connection, String name, int difference) throws SQLException {
    Sql.change(connection, COUNT, difference, name);
  }

  private int write(String sql, NewServer server, String actor, String action) {
    return database.change(
        actor,
        action,
        c ->
            Sql.change(
                c,
                sql,
                server.region(),
                Json.write(server.labels()),
                server.maxTenants(),
                server.budget(),
                server.host(),
                server.port(),
                server.adminUser(),
                cipher.encrypt("server " + server.name(), server.adminPassword()),
                server.appHost(),
                server.appPort(),
                server.name()));
  }

  private static Server server(ResultSet row) throws SQLException {
    String name = row.getString("name");
    int budget = row.getInt("budget");
    return new Server(
        name,
        row.getString("region"),
        Json.texts(row.getString("labels")),
        row.getInt("max_tenants"),
        budget,
        row.getString("host"),
        row.getInt("port"),
        row.getString("admin_user"),
        new Endpoint(name, row.getString("app_host"), row.getInt("app_port"), budget),
        row.getInt("tenants"));
  }
}
