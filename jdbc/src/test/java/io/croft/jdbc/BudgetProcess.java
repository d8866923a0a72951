package io.croft.jdbc;

import io.croft.catalog.CatalogAddress;
import io.croft.catalog.Endpoint;
import io.croft.catalog.PostgresCatalog;
import io.croft.core.Isolation;
import io.croft.core.Placement;
import io.croft.core.TenantId;
import io.croft.core.TenantScope;
import io.croft.gate.ApplicationSecret;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;

/** A JVM of its own whose data source holds some connections until it is killed. */
final class BudgetProcess implements AutoCloseable {

  private final Process process;

  private BudgetProcess(Process process) {
    this.process = process;
  }

  /** Starts one and waits until it holds so many connections of the tenant. */
  static BudgetProcess start(CatalogAddress reader, Endpoint server, TenantId tenant, int held)
      throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                BudgetProcess.class.getName(),
                reader.jdbcUrl(),
                reader.user(),
                reader.password(),
                server.server(),
                server.host(),
                Integer.toString(server.port()),
                tenant.toString(),
                Integer.toString(held))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
    String line = output.readLine();
    if (!"holding".equals(line)) {
      process.destroyForcibly();
      throw new IOException("the process says: " + line);
    }
    return new BudgetProcess(process);
  }

  /** Ends it as the system does that has no memory left. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  @Override
  public void close() {
    kill();
  }

  public static void main(String[] arguments) throws Exception {
    CatalogAddress address = new CatalogAddress(arguments[0], arguments[1], arguments[2]);
    String server = arguments[3];
    TenantId tenant = TenantId.of(arguments[6]);
    int held = Integer.parseInt(arguments[7]);
    FakeCatalog catalog = new FakeCatalog();
    catalog.put(new Endpoint(server, arguments[4], Integer.parseInt(arguments[5]), 1));
    catalog.put(Placement.of(tenant, Isolation.SCHEMA, server, 1));
    catalog.shareBudgetsBy(PostgresCatalog.open(address));
    // The class of the cluster would start its servers here, too.
    CroftDataSource data =
        CroftDataSource.builder(catalog, ApplicationSecret.of(new byte[32])).build();
    List<Connection> open = new ArrayList<>();
    for (int i = 0; i < held; i++) {
      Connection connection = TenantScope.call(tenant, data::getConnection);
      connection.setAutoCommit(false);
      TenantsOnServers.stringsOf(tenant, connection, "SELECT 1");
      open.add(connection);
    }
    System.out.println("holding");
    System.exit(System.in.read() < 0 ? 0 : open.size());
  }
}
