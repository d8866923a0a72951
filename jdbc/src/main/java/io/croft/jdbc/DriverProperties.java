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

  private static final String QUERY_MODE = PGProperty.PREFER_QUERY_MODE.getName();

  private static final String FETCH_SIZE = PGProperty.DEFAULT_ROW_FETCH_SIZE.getName();

  private DriverProperties() {}

  /** Returns what is wrong with them, one sentence each; empty when nothing is. */
  static List<String> problems(Map<String, String> properties, Pooler pooler) {
    List<String> problems = new ArrayList<>();
    properties.forEach(
        (name, value) -> {
          if (OWNED.contains(name)) {
            problems.add("driver property " + name + " belongs to Croft");
          } else if (PGProperty.forName(name) == null) {
            problems.add("driver property " + name + " is unknown to the driver");
          } else if (name.equals(FETCH_SIZE) && !value.matches("[0-9]{1,9}")) {
            problems.add("driver property " + name + " must be a number, found " + value);
          } else if (name.equals(QUERY_MODE) && value.equals("simple")) {
            problems.add(
                "driver property preferQueryMode=simple runs a statement although the gate"
                    + " refused it");
          } else if (pooler == Pooler.TRANSACTION && leavesStatements(name, value)) {
            problems.add(
                "driver property %s=%s would leave named statements in the pooler's sessions"
                    .formatted(name, value));
          }
        });
    return problems;
  }

  private static boolean leavesStatements(String name, String value) {
    return (name.equals(PGProperty.PREPARE_THRESHOLD.getName()) && !value.equals("0"))
        || (name.equals(QUERY_MODE) && value.equals("extendedCacheEverything"));
  }
}
