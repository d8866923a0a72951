package io.croft.frameworks;

import static org.assertj.core.api.Assertions.assertThat;

import io.croft.core.Isolation;
import io.croft.core.TenantId;
import io.croft.core.TenantScope;
import io.croft.jdbc.CroftDataSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * Two tenants in homes of one isolation, both empty, and a data source over them that notes the
 * SQL: none of a framework's may name a tenant.
 */
abstract class TwoTenants {

  private static final CroftDataSource CROFT = Shop.shared().source();

  final TenantId a;
  final TenantId b;
  private final SqlLog log = new SqlLog();
  final DataSource source = log.over(CROFT);

  TwoTenants(Isolation isolation) {
    a = Shop.shared().first(isolation);
    b = Shop.shared().second(isolation);
  }

  @BeforeEach
  void empty() throws SQLException {
    for (TenantId tenant : List.of(a, b)) {
      TenantScope.run(
          tenant,
          () -> {
            try (Connection connection = CROFT.getConnection();
                Statement statement = connection.createStatement()) {
              statement.execute("DELETE FROM book_tag; DELETE FROM book; DELETE FROM author");
            }
          });
    }
  }

  @AfterEach
  void noSqlHasNamedATenant() {
    assertThat(log.texts())
        .isNotEmpty()
        .noneMatch(sql -> sql.toLowerCase(Locale.ROOT).contains("tenant"));
  }

  /** Returns the authors' names as they are in the tenant's home, past the framework. */
  static List<String> authors(TenantId tenant) {
    return strings(tenant, "SELECT name FROM author ORDER BY name");
  }

  static List<String> titles(TenantId tenant) {
    return strings(tenant, "SELECT title FROM book ORDER BY title");
  }

  static List<String> strings(TenantId tenant, String sql) {
    return TenantScope.call(
        tenant,
        () -> {
          List<String> values = new ArrayList<>();
          try (Connection connection = CROFT.getConnection();
              Statement statement = connection.createStatement();
              ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
              values.add(rows.getString(1));
            }
            return values;
          } catch (SQLException e) {
            throw new IllegalStateException(e);
          }
        });
  }
}
