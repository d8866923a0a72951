package io.croft.jdbc;

import java.io.IOException;
import java.lang.reflect.Field;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.PGStream;
import org.postgresql.core.QueryExecutor;
import org.postgresql.core.QueryExecutorBase;
import org.postgresql.jdbc.PgConnection;
import org.postgresql.jdbc.PreferQueryMode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The place between the driver and its socket where a {@link Preface} joins the driver's next
 * flight. Its messages go directly before the first that belongs to a statement, behind BEGIN if
 * there is one, and its answers are taken out of what the driver reads. So both are one round trip,
 * for whatever the driver does; when the preface fails, PostgreSQL skips the statement, and the
 * driver reads the error as that of the statement.
 *
 * <p>Used by one thread at a time, that which uses the driver's connection.
 */
final class Wire {

  /** How far the preface has come. */
  enum State {
    /** There is none. */
    IDLE,
    /** It waits for the driver to send something. */
    ARMED,
    /** It was sent; the answers are not complete. */
    SENT,
    /** All of it has succeeded. */
    LET_IN,
    /** A statement of it has failed, and nothing after it has run. */
    REFUSED
  }

  private static final Logger LOG = LoggerFactory.getLogger(Wire.class);
  private static final @Nullable Field STREAM = stream();

  /** In the other modes the driver sends statements that an error before them does not stop. */
  private static final Set<PreferQueryMode> EXTENDED =
      EnumSet.of(PreferQueryMode.EXTENDED, PreferQueryMode.EXTENDED_CACHE_EVERYTHING);

  private State state = State.IDLE;
  private byte[] messagesBefore = {};
  private byte[] messages = {};
  private int length;
  private int statements;
  private boolean repeated;

  /** Answers of the driver's own that come before those of the preface, by their last message. */
  private int readyBefore;

  /** True until the transaction before has been answered. */
  private boolean before;

  private boolean beforeFailed;
  private boolean complete = true;

  /**
   * Puts a wire into a connection on which nothing is under way.
   *
   * @return null where the driver's stream cannot be reached, or not every statement is skipped
   *     after an error of the preface; it then takes round trips of its own
   */
  static @Nullable Wire into(PgConnection pg) {
    QueryExecutor executor = pg.getQueryExecutor();
    if (STREAM == null
        || !(executor instanceof QueryExecutorBase)
        || !EXTENDED.contains(pg.getPreferQueryMode())) {
      return null;
    }
    try {
      PGStream stream = (PGStream) STREAM.get(executor);
      if (stream == null || stream.isGssEncrypted()) {
        return null;
      }
      Wire wire = new Wire();
      stream.changeSocket(new WireSocket(stream.getSocket(), wire));
      return wire;
    } catch (IllegalAccessException | IOException e) {
      LOG.debug("seals take a round trip of their own on this connection: {}", e.getMessage());
      return null;
    }
  }

  /** The driver shows its stream to its own subclasses only. */
  private static @Nullable Field stream() {
    try {
      Field field = QueryExecutorBase.class.getDeclaredField("pgStream");
      field.setAccessible(true);
      return field;
    } catch (ReflectiveOperationException | RuntimeException e) {
      LOG.warn(
          "seals take a round trip of their own: the driver does not show its stream ({});"
              + " on the module path, open org.postgresql.core to io.croft.jdbc",
          e.toString());
      return null;
    }
  }

  /**
   * Lets {@code preface} go with the driver's next flight.
   *
   * @param repeated true when it goes with each later one, too: the driver may repeat a statement
   */
  void arm(Preface preface, boolean repeated) {
    this.repeated = repeated;
    messagesBefore = preface.messagesBefore();
    messages = preface.messages();
    length = preface.statements();
    before = false;
    beforeFailed = false;
    rearm();
  }

  private void rearm() {
    statements = length;
    readyBefore = 0;
    complete = true;
    state = State.ARMED;
  }

  /** Ends the watch over a preface, sent or not. */
  void disarm() {
    repeated = false;
    state = State.IDLE;
    complete = true;
  }

  State state() {
    return state;
  }

  /** Asked before the driver sends something. */
  boolean armed() {
    if (repeated && state == State.LET_IN && complete) {
      rearm();
    }
    return state == State.ARMED;
  }

  /** Returns true while answers are to be told apart. */
  boolean listening() {
    return !complete || readyBefore > 0 || before;
  }

  /**
   * Returns true when the transaction before the preface's own has failed, unseen by the driver.
   */
  boolean beforeFailed() {
    return beforeFailed;
  }

  /** Returns what goes before all that the driver sends: once, then nothing. */
  byte[] open() {
    byte[] first = messagesBefore;
    messagesBefore = new byte[0];
    before |= first.length > 0;
    return first;
  }

  /** Says that the driver has sent something that PostgreSQL answers by ReadyForQuery. */
  void expectReady() {
    readyBefore++;
  }

  /** Returns the messages to send now. */
  byte[] send() {
    state = State.SENT;
    complete = false;
    return messages;
  }

  /** Takes note of a message that PostgreSQL sends; false when the driver must not see it. */
  boolean forDriver(byte type) {
    if (before) {
      before = type != 'Z';
      beforeFailed |= type == 'E';
      return type == 'S' || type == 'A';
    }
    if (readyBefore > 0) {
      readyBefore -= type == 'Z' ? 1 : 0;
      return true;
    }
    if (complete) {
      return true;
    }
    switch (type) {
      case '1', '2', 'D', 'I', 'N' -> {
        return false;
      }
      case 'C' -> {
        statements--;
        if (statements == 0) {
          state = State.LET_IN;
          complete = true;
        }
        return false;
      }
      case 'E' -> {
        state = State.REFUSED;
        complete = true;
        return true;
      }
      default -> {
        return true;
      }
    }
  }
}
