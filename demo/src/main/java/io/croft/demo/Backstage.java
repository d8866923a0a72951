package io.croft.demo;

import io.croft.core.Placement;
import io.croft.core.TenantId;
import java.sql.Connection;
import java.sql.SQLException;

/** What the checks may see and the application may not: placements, and rows as a superuser. */
interface Backstage {

  /** Returns where the tenant lives now. */
  Placement placement(TenantId tenant);

  /** Opens a superuser's connection, which the caller closes. */
  Connection admin(String server, String database) throws SQLException;

  /** Opens a superuser's connection to the database that holds the home. */
  default Connection admin(Placement home) throws SQLException {
    return admin(home.server(), home.database());
  }

  /** Opens a connection of {@code login} with {@code password}; fails as PostgreSQL fails it. */
  Connection login(String server, String database, String login, String password)
      throws SQLException;

  /** Returns the password of a tenant's own login. */
  String password(Placement home);
}
