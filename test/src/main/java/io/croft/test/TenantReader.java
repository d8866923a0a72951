package io.croft.test;

import io.croft.core.TenantId;
import io.croft.core.TenantScope;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import java.util.function.Function;
import javax.sql.DataSource;

/** Reads what tenants know, as the application does. */
final class TenantReader {

  private final DataSource source;
  private final SharedTables shared;
  private final Function<TenantId, String> naming;

  TenantReader(DataSource source, SharedTables shared, Function<TenantId, String> naming) {
    this.source = source;
    this.shared = shared;
    this.naming = naming;
  }

  /** Returns the tenant with all its values that neither the other nor everybody has. */
  Hunted hunted(TenantId tenant, TenantId other) {
    try {
      Set<String> names = shared.names();
      KnownValues own = read(tenant, names, false);
      KnownValues others = read(other, names, false);
      KnownValues everybodys = read(tenant, names, true);
      return new Hunted(
          tenant,
          naming.apply(tenant),
          own.beyond(others, everybodys),
          value -> others.hold(value) || everybodys.hold(value));
    } catch (SQLException e) {
      throw new AssertionError("the rows of a tenant could not be read: " + e.getMessage(), e);
    }
  }

  private KnownValues read(TenantId tenant, Set<String> names, boolean ofAll) throws SQLException {
    return TenantScope.call(
        tenant,
        () -> {
          try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            try {
              return KnownValues.read(
                  connection,
                  Relations.reachable(connection).stream()
                      .filter(relation -> !relation.readable().isEmpty())
                      .filter(relation -> relation.isAmong(names) == ofAll)
                      .filter(relation -> ofAll || relation.hasTenant())
                      .toList());
            } finally {
              connection.rollback();
            }
          }
        });
  }
}
