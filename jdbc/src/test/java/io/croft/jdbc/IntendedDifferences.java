package io.croft.jdbc;

import io.croft.core.Isolation;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.postgresql.util.GT;

/**
 * Where Croft differs from the driver on purpose; all else is a bug. Each has a section in {@code
 * docs/jdbc.md} that gives its reason.
 */
final class IntendedDifferences {

  private interface Rule {
    boolean covers(String face, FaceDifference difference);
  }

  private record Intended(String section, Set<Isolation> where, Rule rule) {}

  private static final Set<Isolation> EVERYWHERE = EnumSet.allOf(Isolation.class);
  private static final Set<Isolation> IN_THE_POOL = EnumSet.of(Isolation.POOL);

  private static final String REFUSED = "SQLFeatureNotSupportedException 0A000 .*";
  private static final String GIVEN_BACK = "SQLException 55000 .* needs the connection, .*";
  private static final String ROWS_CLOSED =
      message("PSQLException 55000", "This ResultSet is closed.");

  private static final List<Intended> ALL =
      List.of(
          // The very error of the driver, raised by the execution.
          new Intended(
              "late-errors",
              EVERYWHERE,
              (face, d) -> d.plain().threw() && d.plain().outcome().equals(d.later().outcome())),
          new Intended(
              "hidden-details",
              IN_THE_POOL,
              (face, d) ->
                  d.croft().threw()
                      && withoutDetail(d.plain().outcome())
                          .equals(withoutDetail(d.croft().outcome()))),
          rule("given-back", ".*", ".*", GIVEN_BACK),
          rule("given-back", "columns in autocommit", ".*get(Table|Schema)Name.*", "\"\""),
          rule("given-back", "columns in autocommit", ".*isNullable.*", "Integer 2"),
          rule("given-back", "updatable rows in autocommit", "ResultSet.*", "Long 3"),
          rule("given-back", "tables and columns .*", "ResultSet.*getStatement.*", "null"),
          rule("cursors", "a cursor after .*", "ResultSet1.*", ROWS_CLOSED + "|Boolean true"),
          rule(
              "failed-commit",
              ".*",
              "Connection1.(commit|setAutoCommit).*",
              "SQLException 25P02.*"),
          rule("failed-commit", ".*switched on", "Connection1.getAutoCommit.*", "Boolean false"),
          rule("atomic-batches", "a prepared batch with generated keys that fails", ".*", ".*"),
          rule("committing-procedures", "a procedure that commits, in autocommit", ".*", ".*"),
          rule(
              "begin-as-text", ".*as text in autocommit", ".*\"BEGIN\"\\)", "SQLException 25001.*"),
          rule("read-only", "read-only", ".*'refused'.*", "PSQLException 25006.*"),
          rule("read-only", "read-only", "ResultSet.*|Statement.*", ".*"),
          rule("savepoints", "a savepoint of an earlier transaction", ".*", "SQLException 3B001.*"),
          rule(
              "savepoints",
              "a savepoint of an earlier transaction",
              "ResultSet.*|Statement.*",
              ".*"),
          rule("application-name", "client info.*", "ResultSet.*getObject.*", "\".* <home>\""),
          rule("home", "the home", "Connection1.set(Schema|Catalog).*", REFUSED),
          rule("type-maps", ".*type map", "Connection1.setTypeMap.*", REFUSED),
          rule("type-maps", ".*type map", "Connection1.getTypeMap.*", "map \\{\\}"),
          rule("conflict-targets", "conflict targets without the tenant", ".*", ".*"),
          rule("grouped-keys", "groups by a key without the tenant", ".*", ".*"),
          rule("large-objects", "large objects", ".*\\.(set|get)(Blob|Clob).*|the attempt.*", ".*"),
          rule(
              "unwrap", "the driver's own objects", ".*\\.unwrap\\(Class interface org.*", REFUSED),
          rule("unwrap", "the driver's own objects", ".*isWrapperFor.*", "Boolean false"),
          rule(
              "after-close",
              "a close .*|.* a closed connection",
              ".*",
              message("PSQLException 08003", "This connection has been closed.")),
          rule("after-close", "a close .*|.* a closed connection", ".*isClosed.*", "Boolean true"),
          rule(
              "after-close",
              "a closed .*statement",
              ".*",
              message("PSQLException 55000", "This statement has been closed.")),
          new Intended(
              "session-state",
              IN_THE_POOL,
              (face, d) -> d.croft().outcome().startsWith("PSQLException 26000")));

  private final Isolation isolation;
  private final Set<String> met = new TreeSet<>();

  IntendedDifferences(Isolation isolation) {
    this.isolation = isolation;
  }

  /** Returns the sections of {@code docs/jdbc.md} that there must be. */
  static Set<String> sections() {
    Set<String> sections = new TreeSet<>();
    ALL.forEach(one -> sections.add(one.section()));
    return sections;
  }

  boolean covers(Face face, FaceDifference difference) {
    boolean covered = false;
    for (Intended one : ALL) {
      if (one.where().contains(isolation) && one.rule().covers(face.name(), difference)) {
        met.add(one.section());
        covered = true;
      }
    }
    return covered;
  }

  /** Returns the sections of those that nothing has shown: they are no longer true. */
  List<String> notMet() {
    List<String> missing = new ArrayList<>();
    for (Intended one : ALL) {
      if (one.where().contains(isolation) && !met.contains(one.section())) {
        missing.add(one.section());
      }
    }
    return missing;
  }

  private static Intended rule(String section, String face, String call, String croft) {
    Pattern faces = Pattern.compile(face);
    Pattern calls = Pattern.compile(call, Pattern.DOTALL);
    Pattern outcomes = Pattern.compile(croft, Pattern.DOTALL);
    return new Intended(
        section,
        EVERYWHERE,
        (name, d) ->
            faces.matcher(name).matches()
                && (calls.matcher(d.plain().call()).matches())
                && outcomes.matcher(d.croft().outcome()).matches());
  }

  /** Returns a pattern of an error with the driver's {@code text} in its language of this JVM. */
  private static String message(String error, String text) {
    return Pattern.quote(error + " 0 \"" + GT.tr(text) + "\"");
  }

  private static String withoutDetail(String error) {
    String detail = Pattern.quote("\n  " + GT.tr("Detail: {0}", ""));
    return error.replaceAll(detail + ".*?(?=  Call getNext|\"(; then| after|$))", "");
  }
}
