package io.croft.bench;

import io.croft.core.Identifiers;
import io.croft.core.TenantId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Makes and fills the tables of the shop in one schema, as a superuser. */
final class Tables {

  private static final String SHOP = Resource.text("shop/V1__shop.sql");
  private static final String FILL = Resource.text("fill.sql");
  private static final List<String> NAMES =
      List.of("account", "product", "invoice", "line", "event");

  private static final String FILLING =
      """
      CREATE TEMP TABLE IF NOT EXISTS filling (number bigint, tenant uuid, lines bigint);
      TRUNCATE filling;
      """;

  private static final String PROTECT =
      """
      CREATE POLICY tenant ON %1$s
        USING (tenant_id = (SELECT %2$s)) WITH CHECK (tenant_id = (SELECT %2$s));
      ALTER TABLE %1$s ENABLE ROW LEVEL SECURITY;
      """;

  private final Connection admin;
  private final String schema;

  Tables(Connection admin, String schema) {
    this.admin = admin;
    this.schema = schema;
  }

  /** Makes tables without any tenant: the same otherwise. */
  void createWithoutTenant() throws SQLException {
    create(SHOP.replaceAll("(?m)^  tenant_id uuid.*\\n", "").replace("tenant_id, ", ""));
  }

  /** Makes tables whose programmers name the tenant in every statement. */
  void createForFilters() throws SQLException {
    create(SHOP.replace(" DEFAULT croft.tenant()", ""));
  }

  /** Makes tables under row-level security by {@code tenant}, an expression of type uuid. */
  void createForPolicies(String tenant) throws SQLException {
    create(SHOP.replace("croft.tenant()", tenant));
    for (String name : NAMES) {
      run(PROTECT.formatted(Identifiers.quote(schema, name), tenant));
    }
  }

  private void create(String tables) throws SQLException {
    String name = Identifiers.quote(schema);
    run("CREATE SCHEMA IF NOT EXISTS " + name);
    usePath();
    run(tables);
    run("GRANT USAGE ON SCHEMA " + name + " TO " + Site.BASELINE_LOGIN);
    run("GRANT ALL ON ALL TABLES IN SCHEMA " + name + " TO " + Site.BASELINE_LOGIN);
    run("GRANT ALL ON ALL SEQUENCES IN SCHEMA " + name + " TO " + Site.BASELINE_LOGIN);
  }

  /** Fills the tables with {@code lines} lines for each tenant; ids begin with their number. */
  void fill(List<TenantId> tenants, int lines, boolean withTenant) throws SQLException {
    usePath();
    run(FILLING);
    try (PreparedStatement add = admin.prepareStatement("INSERT INTO filling VALUES (?, ?, ?)")) {
      for (int number = 0; number < tenants.size(); number++) {
        add.setInt(1, number);
        add.setObject(2, tenants.get(number).value());
        add.setInt(3, lines);
        add.addBatch();
      }
      add.executeBatch();
    }
    run(FILL.replaceAll("\\{([^}]*)}", withTenant ? "$1" : ""));
    for (String name : NAMES) {
      run("VACUUM (ANALYZE, FREEZE) " + Identifiers.quote(schema, name));
    }
  }

  /** Empties the table that is written to. */
  void emptyEvents() throws SQLException {
    run("TRUNCATE " + Identifiers.quote(schema, "event"));
  }

  /** Returns how many rows the table that is written to holds. */
  long countEvents() throws SQLException {
    try (Statement statement = admin.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT count(*) FROM " + Identifiers.quote(schema, "event"))) {
      row.next();
      return row.getLong(1);
    }
  }

  private void usePath() throws SQLException {
    run("SET search_path = " + Identifiers.quote(schema) + ", pg_temp");
  }

  private void run(String sql) throws SQLException {
    try (Statement statement = admin.createStatement()) {
      statement.execute(sql);
    }
  }
}
