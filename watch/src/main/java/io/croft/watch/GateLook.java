package io.croft.watch;

import io.croft.gate.Gate;
import io.croft.gate.GateStatus;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Compares the gate of a database with the one that this Croft ships. Because that makes the whole
 * gate anew, it is done only when PostgreSQL's catalogs have changed since it was last as shipped.
 * Thread-safe.
 */
final class GateLook {

  private static final int NAMED = 5;

  /** Every change of an object writes a new version of a row here, under the id of its writer. */
  private static final String FINGERPRINT =
      """
      WITH relation AS (
        SELECT c.oid, c.xmin FROM pg_class c WHERE c.relnamespace = to_regnamespace('croft'))
      SELECT coalesce(md5(string_agg(version, ',' ORDER BY version COLLATE "C")), '')
      FROM (
        SELECT concat_ws(':', 'function', p.oid, p.xmin) FROM pg_proc p
        WHERE p.pronamespace = to_regnamespace('croft')
        UNION ALL
        SELECT concat_ws(':', 'relation', r.oid, r.xmin) FROM relation r
        UNION ALL
        SELECT concat_ws(':', 'column', a.attrelid, a.attnum, a.xmin)
        FROM pg_attribute a JOIN relation r ON r.oid = a.attrelid
        UNION ALL
        SELECT concat_ws(':', 'default', d.oid, d.xmin)
        FROM pg_attrdef d JOIN relation r ON r.oid = d.adrelid
        UNION ALL
        SELECT concat_ws(':', 'constraint', k.oid, k.xmin)
        FROM pg_constraint k JOIN relation r ON r.oid = k.conrelid
        UNION ALL
        SELECT concat_ws(':', 'trigger', g.oid, g.xmin)
        FROM pg_trigger g JOIN relation r ON r.oid = g.tgrelid
        UNION ALL
        SELECT concat_ws(':', 'index', i.indexrelid, i.xmin)
        FROM pg_index i JOIN relation r ON r.oid = i.indrelid
      ) AS everything (version)
      """;

  private static final Answer AS_SHIPPED = Answer.held("version " + Gate.VERSION + ", as shipped");

  /** The fingerprints of gates that were as shipped, by server and database. */
  private final Map<String, String> asShipped = new ConcurrentHashMap<>();

  Answer look(String server, Administrator administrator, String database) throws SQLException {
    String place = server + "/" + database;
    try (Connection admin = administrator.open(database)) {
      String fingerprint = fingerprint(admin);
      if (fingerprint.equals(asShipped.get(place))) {
        return AS_SHIPPED;
      }
      asShipped.remove(place);
      Answer answer = answer(GateStatus.read(admin));
      if (answer.equals(AS_SHIPPED)) {
        asShipped.put(place, fingerprint);
      }
      return answer;
    }
  }

  private static String fingerprint(Connection admin) throws SQLException {
    try (Statement query = admin.createStatement();
        ResultSet row = query.executeQuery(FINGERPRINT)) {
      row.next();
      return row.getString(1);
    }
  }

  private static Answer answer(GateStatus status) {
    if (!status.current()) {
      return Answer.blind(
          "version "
              + status.version().map(Object::toString).orElse("none")
              + ", expected "
              + Gate.VERSION);
    }
    List<GateStatus.Drift> drift = status.drift();
    if (drift.isEmpty()) {
      return AS_SHIPPED;
    }
    String named =
        drift.stream()
            .limit(NAMED)
            .map(one -> one.object() + " is " + one.difference())
            .collect(Collectors.joining(", "));
    return Answer.alarm(
        drift.size() > NAMED ? named + " and " + (drift.size() - NAMED) + " more" : named);
  }
}
