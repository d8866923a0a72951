package io.croft.jdbc;

import io.croft.core.TenantId;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.core.Utils;

/**
 * What a session is told of the tenant that it serves.
 *
 * @param applicationName what {@code pg_stat_activity} shows
 * @param statementMillis how long a statement may take; 0 for what the server says
 */
record SessionSettings(String applicationName, int statementMillis) {

  /** PostgreSQL cuts what is longer. */
  private static final int LONGEST_NAME = 63;

  static SessionSettings of(String name, TenantId tenant, Allowance allowance) {
    return new SessionSettings(applicationName(name, tenant), allowance.statementMillis());
  }

  /** Returns {@code name} and tenant; of a name that is too long, the beginning. */
  static String applicationName(String name, TenantId tenant) {
    String suffix = " " + tenant;
    int room = LONGEST_NAME - suffix.length();
    return (name.length() > room ? name.substring(0, room) : name) + suffix;
  }

  /** Returns what turns a session with the settings {@code before} into one with these. */
  List<String> changesFrom(SessionSettings before) throws SQLException {
    List<String> changes = new ArrayList<>(2);
    if (!applicationName.equals(before.applicationName)) {
      String name = Utils.escapeLiteral(null, applicationName, true).toString();
      changes.add("SET application_name = '" + name + "'");
    }
    if (statementMillis != before.statementMillis) {
      changes.add("SET statement_timeout = " + statementMillis);
    }
    return changes;
  }
}
