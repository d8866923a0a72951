package io.croft.jdbc;

import io.croft.core.Isolation;
import io.croft.core.Placement;

/**
 * What makes physical connections of one server interchangeable: database, login and path. Those of
 * a schema or database home belong to one tenant, because its login does.
 *
 * @param shared true when the login serves many tenants
 */
record ConnectionKey(String database, String login, String schema, boolean shared) {

  static ConnectionKey of(Placement home) {
    return new ConnectionKey(
        home.database(), home.login(), home.schema(), home.isolation() == Isolation.POOL);
  }
}
