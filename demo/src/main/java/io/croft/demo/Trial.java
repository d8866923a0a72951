package io.croft.demo;

import io.croft.core.TenantScope;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/**
 * Tries the corpus from one tenant's own connection against one victim. Whether a forgery came
 * through is decided by rows alone: those it reached, and the victim's as a superuser reads them
 * before and after.
 */
final class Trial {

  private final DataSource source;
  private final Backstage backstage;
  private final Party attacker;
  private final Party victim;

  Trial(DataSource source, Backstage backstage, Party attacker, Party victim) {
    this.source = source;
    this.backstage = backstage;
    this.attacker = attacker;
    this.victim = victim;
  }

  /** Tries every forgery that is meant for the attacker's home. */
  List<Attempt> run(List<Forgery> forgeries) throws SQLException {
    List<Attempt> attempts = new ArrayList<>();
    requireOwnRowsOnly();
    try (Connection admin = backstage.admin(victim.home())) {
      String before = victim.checksum(admin);
      for (Forgery forgery : forgeries) {
        if (forgery.homes().contains(attacker.home().isolation())) {
          Course course = new Course();
          TenantScope.run(attacker.home().tenant(), () -> course.take(forgery));
          String after = victim.checksum(admin);
          attempts.add(
              new Attempt(
                  forgery.title(),
                  attacker.home().isolation(),
                  victim.home().isolation(),
                  course.evidence,
                  course.reached > 0 || !after.equals(before)));
          before = after;
        }
      }
    }
    return attempts;
  }

  private void requireOwnRowsOnly() throws SQLException {
    TenantScope.run(
        attacker.home().tenant(),
        () -> {
          try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            if (Probe.foreign(connection, attacker.home().tenant()) > 0) {
              throw new IllegalStateException("rows of others are seen before anything is tried");
            }
            connection.rollback();
          }
        });
  }

  /** One forgery from its first statement to its last. */
  private final class Course {

    private String evidence = Attempt.NO_EFFECT;
    private long reached;
    private long seen;
    private boolean ended;

    void take(Forgery forgery) throws SQLException {
      try (Connection connection = source.getConnection()) {
        connection.setAutoCommit(false);
        seen = Probe.foreign(connection, attacker.home().tenant());
        attempt(connection, () -> steps(connection, forgery));
        attempt(connection, () -> probe(connection));
        attempt(connection, connection::commit);
        attempt(connection, () -> probe(connection));
        attempt(connection, connection::rollback);
      }
    }

    private void steps(Connection connection, Forgery forgery) throws SQLException {
      for (Forgery.Step step : forgery.steps()) {
        String sql = victim.fill(step.sql(), attacker.home());
        switch (step.kind()) {
          case COMMIT -> connection.commit();
          case PREPARE -> execute(connection, sql);
          case READ -> reached += number(connection, sql);
          case WRITE -> reached += changed(connection, sql);
        }
      }
    }

    private void probe(Connection connection) throws SQLException {
      reached += Math.max(0, Probe.foreign(connection, attacker.home().tenant()) - seen);
    }

    /**
     * The first refusal is the evidence; the transaction is begun anew after each. A session that
     * was ended, by the forgery or because of it, reaches nothing any more.
     */
    private void attempt(Connection connection, Statements statements) throws SQLException {
      if (ended) {
        return;
      }
      try {
        statements.run();
      } catch (SQLException e) {
        String state = String.valueOf(e.getSQLState());
        if (evidence.equals(Attempt.NO_EFFECT)) {
          evidence = state;
        }
        ended = connection.isClosed() || state.startsWith("08") || state.startsWith("57P");
        if (!ended) {
          connection.rollback();
        }
      }
    }
  }

  @FunctionalInterface
  private interface Statements {
    void run() throws SQLException;
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.execute();
    }
  }

  private static long number(Connection connection, String sql) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet row = statement.executeQuery()) {
      return row.next() ? row.getLong(1) : 0;
    }
  }

  private static long changed(Connection connection, String sql) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      return statement.executeUpdate();
    }
  }
}
