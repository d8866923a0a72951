package io.croft.jdbc;

import static org.awaitility.Awaitility.await;

import io.croft.catalog.Endpoint;
import io.croft.core.Isolation;
import io.croft.core.Placement;
import io.croft.core.TenantId;
import io.croft.core.TenantScope;
import io.croft.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** Two tenants a and b in homes of one isolation on server "one", and a data source over them. */
abstract class TenantsOnServers {

  private static boolean installed;

  final FakeCatalog catalog = new FakeCatalog();
  TenantId a;
  TenantId b;
  Placement homeOfA;
  CroftDataSource data;

  abstract Isolation isolation();

  @BeforeAll
  static void installOnce() throws SQLException {
    if (!installed) {
      Cluster.install();
      installed = true;
    }
  }

  @BeforeEach
  void createTenants() throws SQLException {
    homeOfA = home(0);
    a = homeOfA.tenant();
    Placement homeOfB = home(1);
    b = homeOfB.tenant();
    catalog.put(homeOfA);
    catalog.put(homeOfB);
    budget(10);
    data = open();
  }

  /** Returns an empty home of a tenant; a kit that leaves homes as they are may use one again. */
  Placement home(int number) throws SQLException {
    return Cluster.create(TenantId.random(), isolation(), "one", 1);
  }

  @AfterEach
  void nothingIsLeftInUse() {
    // One that is being closed counts until it is.
    await("connections in use after the test")
        .until(() -> data.stats("one").active() == 0 && data.stats("two").active() == 0);
    data.close();
  }

  CroftDataSource open() {
    return builder().build();
  }

  CroftDataSource.Builder builder() {
    return CroftDataSource.builder(catalog, Cluster.SECRET)
        .pooler(pooler())
        .fenceTimeout(Duration.ofSeconds(20));
  }

  /** Returns what stands before the servers; nothing unless a kit says otherwise. */
  Pooler pooler() {
    return Pooler.NONE;
  }

  /** Returns where clients reach a server. */
  Endpoint endpoint(String name, int budget) {
    return switch (pooler()) {
      case NONE -> {
        EmbeddedPostgres server = Cluster.server(name);
        yield new Endpoint(name, server.host(), server.port(), budget);
      }
      case TRANSACTION -> Bouncers.shared(name, budget);
    };
  }

  /** Opens the data source anew with another budget of server "one". */
  void reopenWithBudget(int connections) {
    data.close();
    budget(connections);
    data = open();
  }

  private void budget(int connections) {
    for (String name : List.of("one", "two")) {
      catalog.put(endpoint(name, connections));
    }
  }

  interface Use<T> {
    T of(Connection connection) throws SQLException;
  }

  interface Step {
    void run() throws SQLException;
  }

  interface Work {
    void with(Connection connection) throws SQLException;
  }

  <T> T call(TenantId tenant, Use<T> use) throws SQLException {
    return TenantScope.call(
        tenant,
        () -> {
          try (Connection connection = data.getConnection()) {
            return use.of(connection);
          }
        });
  }

  void as(TenantId tenant, Work work) throws SQLException {
    call(
        tenant,
        connection -> {
          work.with(connection);
          return true;
        });
  }

  /** Asks by a connection that was kept, in the scope of its tenant. */
  static List<String> stringsOf(TenantId tenant, Connection kept, String sql) throws SQLException {
    return TenantScope.call(tenant, () -> strings(kept, sql));
  }

  static int execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
      return statement.getUpdateCount();
    }
  }

  static List<String> strings(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> values = new ArrayList<>();
      while (rows.next()) {
        values.add(rows.getString(1));
      }
      return values;
    }
  }

  static List<String> bodies(Connection connection) throws SQLException {
    return strings(connection, "SELECT body FROM note ORDER BY body");
  }

  List<String> bodiesOf(TenantId tenant) throws SQLException {
    return call(tenant, TenantsOnServers::bodies);
  }

  /** Inserts in autocommit, on a thread of its own: the caller may be in another tenant's scope. */
  void write(TenantId tenant, String... bodies) {
    CompletableFuture.runAsync(
            () -> {
              try {
                as(tenant, connection -> insert(connection, bodies));
              } catch (SQLException e) {
                throw new CompletionException(e);
              }
            })
        .join();
  }

  static void insert(Connection connection, String... bodies) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO note (body) VALUES (?)")) {
      for (String body : bodies) {
        insert.setString(1, body);
        insert.executeUpdate();
      }
    }
  }
}
