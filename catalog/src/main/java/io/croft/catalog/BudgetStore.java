package io.croft.catalog;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.UUID;

/** The shares of the servers' connection budgets, which are given by functions of the catalog. */
final class BudgetStore {

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** A reader's transactions are read-only unless they say otherwise. */
  private static final String BEGIN = "SET TRANSACTION ISOLATION LEVEL READ COMMITTED, READ WRITE";

  private static final String HOLD =
      """
      SELECT granted, fair, whole
      FROM catalog.hold_budget(?, ?, ?, ?, ?, ?, ?, make_interval(secs => ?))
      """;

  private static final String RELEASE = "SELECT catalog.release_budget(?, ?)";

  private static final double MILLIS_PER_SECOND = 1e3;

  private final Database database;

  BudgetStore(Database database) {
    this.database = database;
  }

  BudgetShare hold(BudgetClaim claim) {
    return database
        .within(
            PATIENCE,
            c -> {
              begin(c);
              return Sql.first(
                  c,
                  HOLD,
                  BudgetStore::share,
                  claim.server(),
                  claim.holder(),
                  claim.who(),
                  claim.turn(),
                  claim.used(),
                  claim.needed(),
                  claim.wished(),
                  claim.lasts().toMillis() / MILLIS_PER_SECOND);
            })
        .orElseThrow(() -> Refusals.unknownServer(claim.server()));
  }

  boolean release(String server, UUID holder) {
    return database
        .within(
            PATIENCE,
            c -> {
              begin(c);
              return Sql.first(c, RELEASE, row -> row.getBoolean(1), server, holder);
            })
        .orElse(false);
  }

  private static void begin(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(BEGIN);
    }
  }

  private static BudgetShare share(ResultSet row) throws SQLException {
    return new BudgetShare(row.getInt("granted"), row.getInt("fair"), row.getInt("whole"));
  }
}
