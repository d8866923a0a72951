package io.croft.cli;

import io.croft.catalog.CatalogAddress;
import io.croft.catalog.PostgresCatalog;
import io.croft.core.TenantId;
import io.croft.core.TenantScope;
import io.croft.gate.ApplicationSecret;
import io.croft.jdbc.CroftDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** An application that knows two properties and keeps accounts, by name, for its tenants. */
record Application(PostgresCatalog catalog, CroftDataSource source) implements AutoCloseable {

  static Application of(Properties properties) {
    // region connect
    PostgresCatalog catalog =
        PostgresCatalog.open(CatalogAddress.parse(properties.getProperty("croft.catalog")));
    ApplicationSecret secret = ApplicationSecret.parse(properties.getProperty("croft.secret"));
    CroftDataSource source = CroftDataSource.builder(catalog, secret).build();
    // endregion
    return new Application(catalog, source);
  }

  void add(TenantId tenant, String name) throws SQLException {
    TenantScope.run(
        tenant,
        () -> {
          try (Connection connection = source.getConnection();
              PreparedStatement insert =
                  connection.prepareStatement("INSERT INTO account (name) VALUES (?)")) {
            insert.setString(1, name);
            insert.executeUpdate();
          }
        });
  }

  List<String> names(TenantId tenant) throws SQLException {
    return TenantScope.call(
        tenant,
        () -> {
          List<String> names = new ArrayList<>();
          try (Connection connection = source.getConnection();
              PreparedStatement select =
                  connection.prepareStatement("SELECT name FROM account ORDER BY name");
              ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
              names.add(rows.getString(1));
            }
          }
          return names;
        });
  }

  @Override
  public void close() {
    source.close();
    catalog.close();
  }
}
