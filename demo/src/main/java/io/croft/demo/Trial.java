package io.croft.demo;

import io.croft.core.TenantId;
import io.croft.core.TenantScope;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/**
 * Tries tricks from one tenant's own connections against one victim. Whether a trick came through
 * is decided by rows alone: those it reached, and the victim's as a superuser reads them before and
 * after.
 */
final class Trial {

  static final String NO_EFFECT = "no effect";

  private static final int VICTIM_TURNS = 3;

  // RESET ALL empties the register, so that nothing may follow it in its transaction
  private static final String TIDY = "CLOSE ALL; UNLISTEN *; RESET ROLE; DEALLOCATE ALL; RESET ALL";

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

  /** Tries every trick. */
  List<DemoReport.Attempt> run(List<Trick> tricks) throws SQLException {
    List<DemoReport.Attempt> attempts = new ArrayList<>();
    requireOwnRowsOnly();
    try (Connection admin = backstage.admin(victim.home())) {
      String before = victim.checksum(admin);
      for (Trick trick : tricks) {
        Course course = new Course();
        course.take(trick);
        String after = victim.checksum(admin);
        attempts.add(
            new DemoReport.Attempt(
                trick.title(),
                attacker.home().isolation().word(),
                victim.home().isolation().word(),
                course.evidence,
                course.reached > 0 || !after.equals(before)));
        before = after;
      }
    }
    return attempts;
  }

  private void requireOwnRowsOnly() throws SQLException {
    TenantId own = attacker.home().tenant();
    TenantScope.run(
        own,
        () -> {
          try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            if (Probe.foreign(connection, own) > 0) {
              throw new IllegalStateException("rows of others are seen before anything is tried");
            }
            connection.rollback();
          }
        });
  }

  /** One trick from its first act to its last. */
  private final class Course {

    private String evidence = NO_EFFECT;
    private long reached;
    private boolean ended;

    void take(Trick trick) throws SQLException {
      for (int i = 0; i < trick.acts().size(); i++) {
        Trick.Act act = trick.acts().get(i);
        if (i > 0) {
          TenantScope.run(victim.home().tenant(), this::victimsTurn);
        }
        TenantScope.run(attacker.home().tenant(), () -> play(act));
      }
    }

    private void play(Trick.Act act) throws SQLException {
      TenantId own = attacker.home().tenant();
      ended = false;
      try (Connection connection = source.getConnection()) {
        connection.setAutoCommit(false);
        long seen = before(connection, own);
        if (ended) {
          return;
        }
        attempt(connection, () -> reached += act.play(connection));
        attempt(connection, () -> reached += newly(Probe.foreign(connection, own), seen));
        attempt(connection, connection::commit);
        attempt(connection, () -> reached += newly(Probe.foreign(connection, own), seen));
        tidy(connection);
      }
    }

    /** The session may still be as an earlier trick of the same tenant has left it. */
    private long before(Connection connection, TenantId own) throws SQLException {
      try {
        return Probe.foreign(connection, own);
      } catch (SQLException e) {
        ended = !begunAnew(connection);
        tidy(connection);
        long[] seen = new long[1];
        attempt(connection, () -> seen[0] = Probe.foreign(connection, own));
        ended |= !evidence.equals(NO_EFFECT);
        return seen[0];
      }
    }

    /** Undoes what the trick did to the session, so that the next one is judged by itself. */
    private void tidy(Connection connection) throws SQLException {
      if (ended) {
        return;
      }
      try (PreparedStatement statement = connection.prepareStatement(TIDY)) {
        statement.execute();
        connection.commit();
      } catch (SQLException e) {
        ended = !begunAnew(connection);
      }
    }

    private void victimsTurn() throws SQLException {
      for (int i = 0; i < VICTIM_TURNS; i++) {
        ended = false;
        try (Connection connection = source.getConnection()) {
          connection.setAutoCommit(false);
          attempt(connection, () -> reached += Probe.foreign(connection, victim.home().tenant()));
          attempt(connection, connection::commit);
        }
      }
    }

    /**
     * The first refusal is the evidence; the transaction is begun anew after each. A session that
     * was ended, by the trick or because of it, reaches nothing any more.
     */
    private void attempt(Connection connection, Statements statements) throws SQLException {
      if (ended) {
        return;
      }
      try {
        statements.run();
      } catch (SQLException e) {
        String state = String.valueOf(e.getSQLState());
        if (evidence.equals(NO_EFFECT)) {
          evidence = state;
        }
        ended = connection.isClosed() || state.startsWith("08") || state.startsWith("57P");
        ended = ended || !begunAnew(connection);
      }
    }
  }

  /** A trick may break its own session so badly that not even a rollback works in it any more. */
  private static boolean begunAnew(Connection connection) {
    try {
      connection.rollback();
      return true;
    } catch (SQLException broken) {
      return false;
    }
  }

  private static long newly(long now, long before) {
    return Math.max(0, now - before);
  }

  @FunctionalInterface
  private interface Statements {
    void run() throws SQLException;
  }
}
