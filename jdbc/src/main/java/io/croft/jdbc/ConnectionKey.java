package io.croft.jdbc;

import io.croft.core.Access;
import io.croft.core.Isolation;
import io.croft.core.Placement;

/**
 * What makes physical connections of one server interchangeable: database, login and path. Those of
 * a schema or database home belong to one tenant, because its login does; all belong to one access.
 *
 * @param shared true when the login serves many tenants
 */
record ConnectionKey(String database, String login, String schema, boolean shared) {

  static ConnectionKey of(Placement home, Access access) {
    return new ConnectionKey(
        home.database(), home.loginFor(access), home.schema(), home.isolation() == Isolation.POOL);
  }

  /** Returns true when such a connection reaches that home alone, by whichever of its logins. */
  boolean belongsTo(Placement home) {
    return !shared && database.equals(home.database()) && schema.equals(home.schema());
  }
}
