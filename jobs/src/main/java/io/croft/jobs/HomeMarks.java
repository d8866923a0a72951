package io.croft.jobs;

import io.croft.catalog.Tenant;
import io.croft.core.Identifiers;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * Marks in the tenants' own homes, written in the transaction of the work: both are there or
 * neither, through crashes and moves, and whoever else runs the same job. So work is done exactly
 * once, as far as it is in that transaction; a mail that it sends is not.
 *
 * <p>The marks are in a table that the application's migrations make:
 *
 * <pre>{@code
 * CREATE TABLE job_mark (
 *   tenant_id uuid NOT NULL DEFAULT croft.tenant(),
 *   run text NOT NULL,
 *   PRIMARY KEY (tenant_id, run)
 * );
 * }</pre>
 *
 * <p>Thread-safe.
 */
public final class HomeMarks {

  private final String insert;

  private HomeMarks(String table) {
    insert =
        "INSERT INTO "
            + Identifiers.quote(table)
            + " (run) VALUES (?) ON CONFLICT (tenant_id, run) DO NOTHING";
  }

  /** Work in a transaction that somebody else commits. */
  @FunctionalInterface
  public interface InTransaction {

    /** Does it on that connection, which it leaves open. */
    void run(Tenant tenant, Connection connection) throws Exception;
  }

  /** Returns the marks in the table of that name. */
  public static HomeMarks in(String table) {
    return new HomeMarks(table);
  }

  /**
   * Marks that the tenant in scope is done, as part of the transaction of {@code connection}.
   * Returns false when it was marked before: then there is nothing to do. Waits for a transaction
   * that is marking the same.
   *
   * @param run the name of the job's run
   * @throws IllegalStateException in autocommit: the mark would be there without the work
   */
  public boolean first(Connection connection, String run) throws SQLException {
    if (connection.getAutoCommit()) {
      throw new IllegalStateException("a mark needs the transaction of the work, not autocommit");
    }
    try (PreparedStatement mark = connection.prepareStatement(insert)) {
      mark.setString(1, run);
      return mark.executeUpdate() == 1;
    }
  }

  /**
   * Returns the work in a transaction of its own with its mark, committed when it returns and
   * rolled back when it throws; work that is marked is passed over.
   *
   * @param source one whose connections are of the tenant in scope
   */
  public TenantWork once(DataSource source, String run, InTransaction work) {
    return tenant -> {
      try (Connection connection = source.getConnection()) {
        connection.setAutoCommit(false);
        try {
          if (first(connection, run)) {
            work.run(tenant, connection);
          }
          connection.commit();
        } catch (Throwable e) {
          rollback(connection, e);
          throw e;
        }
      }
    };
  }

  private static void rollback(Connection connection, Throwable why) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      why.addSuppressed(e);
    }
  }
}
