package io.croft.move;

import io.croft.core.Identifiers;
import io.croft.core.Placement;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Removes one tenant's rows from a home, in transactions of a bounded number of rows. Triggers of
 * the application and foreign keys do not fire: the rows go elsewhere, they are not deleted from
 * the tenant's point of view.
 */
final class HomeRows {

  private static final int BATCH = 5_000;

  private HomeRows() {}

  /** Removes all rows of the home's tenant; {@code token} must hold the home. Returns how many. */
  static long remove(Connection mover, Placement home, long token) throws SQLException {
    long removed = 0;
    for (String table : TableShapes.leaves(mover, home.schema())) {
      int batch;
      do {
        batch = removeBatch(mover, home, token, table);
        removed += batch;
      } while (batch == BATCH);
    }
    return removed;
  }

  private static int removeBatch(Connection mover, Placement home, long token, String table)
      throws SQLException {
    String name = Identifiers.quote(home.schema(), table);
    TargetTransaction.begin(mover, home, token);
    try (Statement statement = mover.createStatement()) {
      int removed =
          statement.executeUpdate(
              """
              DELETE FROM %s WHERE ctid = ANY (ARRAY(
                SELECT ctid FROM %s WHERE tenant_id = '%s'::uuid LIMIT %d))
              """
                  .formatted(name, name, home.tenant(), BATCH));
      mover.commit();
      return removed;
    } finally {
      TargetTransaction.end(mover);
    }
  }
}
