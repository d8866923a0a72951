package io.croft.move;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.core.Identifiers;
import io.croft.core.Placement;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.replication.LogSequenceNumber;
import org.postgresql.replication.PGReplicationStream;

/**
 * The changes of one publication, read through one slot. One thread reads and confirms; any thread
 * may close. Whoever does not read for two minutes is cut off by the server.
 *
 * <p>A read polls, since the driver can bound only such a read, and since its lock would keep
 * status messages from being sent beside a read that blocks. Each poll waits for a millisecond at
 * the socket, so a change is seen at once.
 */
final class ChangeStream implements AutoCloseable {

  private static final int STATUS_SECONDS = 1;
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  /** Who has not polled for so long is busy with something else. */
  private static final long AWAY_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Placement home;
  private final String slot;

  /** Kept here also because the driver's stream does not keep it: collected, it would close. */
  private final Connection session;

  private final PGReplicationStream stream;
  private final PgOutput decoder = new PgOutput();
  private final Duration silence;
  private volatile boolean closed;

  /** How far the server has told to be; of the reading thread. */
  private LogSequenceNumber told = LogSequenceNumber.INVALID_LSN;

  /** When the server was heard last, or the reader came back to listen. */
  private volatile long heard = System.nanoTime();

  /** When the reader listened last. */
  private volatile long listened = System.nanoTime();

  private ChangeStream(
      Placement home,
      String slot,
      Connection session,
      PGReplicationStream stream,
      Duration silence) {
    this.home = home;
    this.slot = slot;
    this.session = session;
    this.stream = stream;
    this.silence = silence;
  }

  /**
   * Begins to read at {@code from}, or where the slot was confirmed if that is later. Ends another
   * session that still reads the slot.
   *
   * @param from the end of the last transaction that is durable elsewhere; {@link
   *     LogSequenceNumber#INVALID_LSN} for where the slot was confirmed
   * @param silence for how long the server may say nothing though it must have something to say
   */
  static ChangeStream open(
      MoverAccess access,
      Placement home,
      String slot,
      String publication,
      LogSequenceNumber from,
      Duration silence) {
    ReplicationSlots.requireName(slot);
    Connection session = MoverSession.openReplication(access, home);
    try {
      requirePublication(session, home, publication);
      ReplicationSlots.release(session, slot);
      return new ChangeStream(
          home, slot, session, start(session, slot, publication, from), silence);
    } catch (SQLException e) {
      throw ReplicationSlots.closing(session, MoveErrors.database(home, e));
    } catch (CroftException e) {
      throw ReplicationSlots.closing(session, e);
    }
  }

  private static PGReplicationStream start(
      Connection session, String slot, String publication, LogSequenceNumber from)
      throws SQLException {
    return session
        .unwrap(PGConnection.class)
        .getReplicationAPI()
        .replicationStream()
        .logical()
        .withSlotName(slot)
        .withStartPosition(from)
        .withSlotOption("proto_version", "1")
        .withSlotOption("publication_names", literal(Identifiers.quote(publication)))
        .withStatusInterval(STATUS_SECONDS, TimeUnit.SECONDS)
        // It would confirm what was only received.
        .withAutomaticFlush(false)
        .start();
  }

  /** A server may do no more than warn of a publication that is not there, and send nothing. */
  private static void requirePublication(Connection session, Placement home, String publication)
      throws SQLException {
    try (Statement query = session.createStatement();
        ResultSet row =
            query.executeQuery(
                "SELECT 1 FROM pg_publication WHERE pubname = '%s'"
                    .formatted(literal(publication)))) {
      if (!row.next()) {
        throw new CroftException(
            ErrorCode.DATABASE_ERROR,
            "there is no publication %s in database %s of server %s"
                .formatted(publication, home.database(), home.server()),
            "start the move anew: what the slot holds cannot be read without it");
      }
    }
  }

  /**
   * Returns the next change, or null when none came within {@code patience}. Only a read answers
   * the server and sends what was confirmed.
   *
   * @throws CroftException {@code interrupted} when the stream was closed; {@code
   *     server-unreachable} or {@code database-error} when it broke: open another
   */
  @Nullable Change next(Duration patience) {
    long began = 0;
    try {
      while (!closed) {
        long asked = began == 0 ? 0 : System.nanoTime();
        ByteBuffer message = stream.readPending();
        listen(message != null);
        if (message != null) {
          Change change = decoder.decode(message);
          if (change != null) {
            return change;
          }
          continue;
        }
        long now = System.nanoTime();
        if (began == 0) {
          began = now;
        } else if (now - asked < POLL_NANOS / 4) {
          probe();
        }
        if (now - began >= patience.toNanos()) {
          return null;
        }
      }
    } catch (SQLException e) {
      throw closed ? interrupted(e) : MoveErrors.database(home, e);
    }
    throw interrupted(null);
  }

  /**
   * The server answers each status that shows the reader behind, also where there is no change to
   * be told; and then it is further than before.
   */
  private void listen(boolean message) {
    long now = System.nanoTime();
    LogSequenceNumber further = stream.getLastReceiveLSN();
    boolean away = now - listened > AWAY_NANOS;
    if (message || away || further.compareTo(told) > 0) {
      told = further;
      heard = now;
    }
    listened = now;
  }

  /**
   * Raises {@code server-unreachable} when the server has said nothing for too long.
   *
   * @param since since when ({@link System#nanoTime}) it has had something to say, because
   *     something was committed there; it may be busy with a large transaction of others for some
   *     of that time
   */
  void requireHeard(long since) {
    long now = System.nanoTime();
    long quiet = Math.min(now - since, now - heard);
    if (now - listened < AWAY_NANOS && quiet > silence.toNanos()) {
      throw new CroftException(
          ErrorCode.SERVER_UNREACHABLE,
          "server %s has said nothing on the stream of slot %s for %d s"
              .formatted(home.server(), slot, TimeUnit.NANOSECONDS.toSeconds(quiet)),
          "look for what drops packets between here and the server; the move can be resumed then");
    }
  }

  /** A poll that does not wait is one on a broken connection, which only writing to it tells. */
  private void probe() throws SQLException {
    stream.forceUpdateStatus();
    LockSupport.parkNanos(POLL_NANOS);
  }

  /**
   * Lets the server forget all transactions up to {@code end}, the end of a commit. It is told
   * within a second of reading on, and may forget that it was told.
   */
  void confirm(LogSequenceNumber end) {
    stream.setFlushedLSN(end);
    stream.setAppliedLSN(end);
  }

  /**
   * Confirms all that was read, where that has left nothing to be done: of what other tenants
   * write, no change comes, but the server tells how far it has looked. Without this, the slot of a
   * tenant that writes nothing would keep all that the others do.
   */
  void confirmRead() {
    LogSequenceNumber read = stream.getLastReceiveLSN();
    if (read.compareTo(stream.getLastFlushedLSN()) > 0) {
      confirm(read);
    }
  }

  /** Tells the server at once what was confirmed, and that the reader lives. */
  void sendStatus() {
    try {
      stream.forceUpdateStatus();
    } catch (SQLException e) {
      throw closed ? interrupted(e) : MoveErrors.database(home, e);
    }
  }

  private CroftException interrupted(@Nullable SQLException cause) {
    return new CroftException(
        ErrorCode.INTERRUPTED,
        "the stream of slot %s on server %s was closed".formatted(slot, home.server()),
        "open it again to read on",
        cause);
  }

  private static String literal(String text) {
    return text.replace("'", "''");
  }

  /** Ends the stream at once, also in the middle of a transaction; the slot stays. Repeatable. */
  @Override
  public void close() {
    closed = true;
    try {
      // An orderly end would first read the rest of the transaction.
      session.abort(Runnable::run);
    } catch (SQLException e) {
      throw MoveErrors.database(home, e);
    }
  }
}
