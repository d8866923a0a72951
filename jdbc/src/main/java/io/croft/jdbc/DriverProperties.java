package io.croft.jdbc;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.postgresql.PGProperty;

/** The driver's properties that an application may choose, and why it may not choose others. */
final class DriverProperties {

  private static final Set<String> OWNED =
      Set.of(
          PGProperty.USER.getName(),
          PGProperty.PASSWORD.getName(),
          PGProperty.OPTIONS.getName(),
          PGProperty.CURRENT_SCHEMA.getName(),
          PGProperty.READ_ONLY.getName(),
          PGProperty.READ_ONLY_MODE.getName(),
          PGProperty.REPLICATION.getName(),
          PGProperty.PG_HOST.getName(),
          PGProperty.PG_PORT.getName(),
          PGProperty.PG_DBNAME.getName(),
          PGProperty.CONNECT_TIMEOUT.getName(),
          PGProperty.LOGIN_TIMEOUT.getName(),
          PGProperty.SOCKET_TIMEOUT.getName(),
          PGProperty.APPLICATION_NAME.getName());

  private DriverProperties() {}

  /** Returns what is wrong with them, one sentence each; empty when nothing is. */
  static List<String> problems(Map<String, String> properties) {
    List<String> problems = new ArrayList<>();
    properties.forEach(
        (name, value) -> {
          if (OWNED.contains(name)) {
            problems.add("driver property " + name + " belongs to Croft");
          } else if (PGProperty.forName(name) == null) {
            problems.add("driver property " + name + " is unknown to the driver");
          } else if (name.equals(PGProperty.PREFER_QUERY_MODE.getName())
              && value.equals("simple")) {
            problems.add(
                "driver property preferQueryMode=simple runs a statement although the gate"
                    + " refused it");
          }
        });
    return problems;
  }
}
