package io.croft.doctor;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What {@code --fix} does: it gives objects back the canonical form that the gate ships. It never
 * weakens anything and never touches a row.
 */
public final class Repair {

  /**
   * A table gets its policies before row security is turned on, so that its tenant sees its rows.
   */
  private static final Comparator<Finding> ORDER =
      Comparator.<Finding, Family>comparing(finding -> finding.rule().family())
          .thenComparing(finding -> finding.rule().id(), Comparator.reverseOrder())
          .thenComparing(Finding::object);

  private Repair() {}

  /** Opens connections of an administrator; the repair closes them. */
  @FunctionalInterface
  public interface Connections {
    /** Opens one to the database of a place, or to any of its server when it names none. */
    Connection open(Place place) throws SQLException;
  }

  /**
   * What became of one fix.
   *
   * @param finding what was to be mended
   * @param error empty when it was done, else what refused it
   */
  public record Outcome(Finding finding, String error) {

    /** Returns true when the SQL ran. */
    public boolean done() {
      return error.isEmpty();
    }
  }

  /** Returns the findings that would be mended, in that order; their SQL is {@code fix()}. */
  public static List<Finding> plan(Report report) {
    return report.findings().stream().filter(Finding::repairable).sorted(ORDER).toList();
  }

  /**
   * Mends the findings, each in a transaction of its own that waits at most five seconds for locks.
   * One that fails is rolled back and does not keep the others from being tried. Audit again
   * afterwards to see what is left.
   */
  public static List<Outcome> run(List<Finding> plan, Connections connections) {
    List<Outcome> outcomes = new ArrayList<>();
    for (Finding finding : plan) {
      outcomes.add(new Outcome(finding, mend(finding, connections)));
    }
    return outcomes;
  }

  private static String mend(Finding finding, Connections connections) {
    try (Connection admin = connections.open(finding.place())) {
      admin.setAutoCommit(false);
      Sql.run(admin, "SET LOCAL lock_timeout = '5s'; SET LOCAL search_path = pg_catalog, pg_temp");
      Sql.run(admin, finding.fix().orElseThrow());
      admin.commit();
      return "";
    } catch (SQLException e) {
      return DatabaseAudit.reason(e);
    }
  }
}
