package io.croft.gate;

import io.croft.core.Placement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;

/**
 * The publication of one home in the home's database, from which a slot streams the changes of its
 * tenant alone: rows of the application's tables, the gate row (tenant, epoch, state, token) and
 * the mark. Every method wants a connection of an administrator.
 */
public final class Publication {

  private static final String CREATE = "SELECT croft.publish(?, ?, ?)";

  private static final String WITHDRAW = "SELECT croft.withdraw(?)";

  private static final String DROP = "SELECT croft.unpublish(?)";

  private static final String PROBLEMS =
      """
      SELECT code, object, problem, fix FROM croft.publish_problems(?, ?)
      ORDER BY code, object
      """;

  private Publication() {}

  /**
   * Why a home cannot be streamed, or what a stream would lose.
   *
   * @param code stable, kebab-case: {@code identity-without-tenant}, {@code identity-generated},
   *     {@code table-unlogged}, {@code foreign-key-leaves}, {@code large-objects}, {@code
   *     wal-level}, {@code no-free-slot}, {@code no-free-sender}, {@code transaction-prepared} or
   *     {@code home-unknown}
   * @param object the table, foreign key, parameter or transaction
   * @param text what is wrong with it, as a predicate
   * @param fix what to do about it
   */
  public record Problem(String code, String object, String text, String fix) {}

  /**
   * Publishes {@code home} under {@code name}, or brings its publication up to date with the tables
   * that the home has now. Waits for DDL and VACUUM of these tables, not for writers.
   *
   * @throws SQLException TN008 when a table's problem would break its writers or lose rows, when
   *     there is no such home, or when the name is of another's publication: nothing has happened
   */
  public static void create(Connection admin, Placement home, String name) throws SQLException {
    try (PreparedStatement publish = admin.prepareStatement(CREATE)) {
      publish.setString(1, name);
      publish.setObject(2, home.tenant().value());
      publish.setLong(3, home.epoch());
      publish.execute();
    }
  }

  /**
   * Drops the publication {@code name} of a home in two transactions, so that no writer of its
   * tables is in the way of it or notices; nothing happens when there is none. Its slot must be
   * dropped before: it cannot be read any more. Waits for DDL and VACUUM of these tables, and up to
   * a second for transactions that write to the database.
   *
   * @param admin in autocommit
   * @throws SQLException TN008 when it is not the publication of a home
   */
  public static void drop(Connection admin, String name) throws SQLException {
    for (String step : List.of(WITHDRAW, DROP)) {
      try (PreparedStatement call = admin.prepareStatement(step)) {
        call.setString(1, name);
        call.execute();
      }
    }
  }

  /** Returns why {@code home} cannot be streamed as it and its server are; empty when it can. */
  public static List<Problem> problems(Connection admin, Placement home) throws SQLException {
    try (PreparedStatement find = admin.prepareStatement(PROBLEMS)) {
      find.setObject(1, home.tenant().value());
      find.setLong(2, home.epoch());
      try (ResultSet rows = find.executeQuery()) {
        Stream.Builder<Problem> problems = Stream.builder();
        while (rows.next()) {
          problems.add(
              new Problem(
                  rows.getString(1), rows.getString(2), rows.getString(3), rows.getString(4)));
        }
        return problems.build().toList();
      }
    }
  }
}
