package io.croft.doctor;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/** Audits one database and its server from PostgreSQL's catalogs. */
public final class Doctor {

  private Doctor() {}

  /**
   * Audits the connected database and what is common to its server. Changes nothing. Whether the
   * gate is installed is seen from the database; rules without a meaning there are named in the
   * report, and so are those that the login was not allowed to run.
   *
   * @param admin a connection in autocommit, best as a superuser; its session settings are back at
   *     their defaults afterwards
   * @param server the name of the server in findings
   * @throws CroftException {@code database-error} when the connection fails
   */
  public static Report audit(Connection admin, String server, AuditOptions options) {
    long start = System.nanoTime();
    Findings findings = new Findings();
    try {
      new DatabaseAudit(admin, options, findings).everything(server, admin.getCatalog());
      ClientSettings.check(options, server, findings);
    } catch (SQLException e) {
      throw failed(server, e);
    }
    return Report.of(findings, Duration.ofNanos(System.nanoTime() - start));
  }

  /** The same with default options, for a server without a name. */
  public static Report audit(Connection admin) {
    return audit(admin, "server", AuditOptions.DEFAULT);
  }

  static CroftException failed(String server, SQLException e) {
    return new CroftException(
        ErrorCode.DATABASE_ERROR,
        "the audit of server " + server + " failed: " + e.getMessage(),
        "see the cause",
        e);
  }
}
