package io.croft.gate;

import io.croft.core.Placement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;

/**
 * The calls by which a move acts on gate rows, each one call in one flight. They want a connection
 * of the {@link #LOGIN mover's login} in autocommit, but {@link #claim}, which belongs into a
 * transaction.
 */
public final class MoverGate {

  /** The login of the mover. */
  public static final String LOGIN = "croft_mover";

  private MoverGate() {}

  /**
   * Hands {@code home} to a newer attempt: opens it when an older one has shut it and burns every
   * older token, so that no earlier process can fence or switch it any more.
   *
   * @return false when the tenant has left the home or a newer attempt holds it
   * @throws SQLException 55P03 when transactions inside were in the way for some 40 ms; the
   *     tenant's new transactions were delayed as long, and nothing else has happened
   */
  public static boolean take(Connection mover, Placement home, long token) throws SQLException {
    try (PreparedStatement call = mover.prepareStatement("SELECT croft.take(?, ?, ?)")) {
      bind(call, home, token);
      return answer(call);
    }
  }

  /**
   * Shuts {@code home} under a lease, after the transactions inside it have ended.
   *
   * @return false when it is not open or a newer attempt holds it
   * @throws SQLException 55P03 when a transaction inside did not end within some 40 ms; the
   *     tenant's new transactions were delayed as long, and nothing else has happened
   */
  public static boolean fence(Connection mover, Placement home, long token, Duration lease)
      throws SQLException {
    try (PreparedStatement call =
        mover.prepareStatement("SELECT croft.fence(?, ?, ?, make_interval(secs => ?))")) {
      bind(call, home, token);
      call.setDouble(4, lease.toNanos() / 1e9);
      return answer(call);
    }
  }

  /**
   * Opens a home that this attempt has shut, and burns the token; false when it does not hold it.
   */
  public static boolean unfence(Connection mover, Placement home, long token) throws SQLException {
    try (PreparedStatement call = mover.prepareStatement("SELECT croft.unfence(?, ?, ?)")) {
      bind(call, home, token);
      return answer(call);
    }
  }

  /**
   * The commit point: the tenant leaves {@code home} for {@code target}.
   *
   * @param passKey 32 bytes that the target's row was given, with which the pass is signed
   * @return false when the attempt no longer holds the home or its lease has run out: nothing
   *     happened
   * @throws SQLException TN010 when the home has a mark and its tables were changed since, or are
   *     being changed: nothing happened
   */
  public static boolean switchOver(
      Connection mover, Placement home, long token, Placement target, byte[] passKey)
      throws SQLException {
    try (PreparedStatement call = mover.prepareStatement("SELECT croft.switch(?, ?, ?, ?, ?, ?)")) {
      bind(call, home, token);
      call.setString(4, MoveTarget.format(target));
      call.setBytes(5, Hmac.innerPad(passKey));
      call.setBytes(6, Hmac.outerPad(passKey));
      return answer(call);
    }
  }

  /**
   * Lets the server load, in this session, what {@link #switchOver} and {@link #handover} of {@code
   * home} need. Changes nothing, ends nobody.
   *
   * @return what {@link #rehearseOpen} is to be told of the home's sequences, as JSON
   */
  public static String rehearseSwitch(Connection mover, Placement home) throws SQLException {
    try (PreparedStatement call = mover.prepareStatement("SELECT croft.rehearse_switch(?, ?)")) {
      bindHome(call, home);
      try (ResultSet row = call.executeQuery()) {
        row.next();
        return row.getString(1);
      }
    }
  }

  /**
   * Lets the server load, in this session, what {@link #open} of {@code target} needs, and raises
   * the target's sequences as that will; refused (TN008) when another attempt holds it.
   *
   * @param numbers what {@link #rehearseSwitch} has said
   */
  public static void rehearseOpen(Connection mover, Placement target, long token, String numbers)
      throws SQLException {
    try (PreparedStatement call =
        mover.prepareStatement("SELECT croft.rehearse_open(?, ?, ?, ?::jsonb)")) {
      bind(call, target, token);
      call.setString(4, numbers);
      call.execute();
    }
  }

  /** Returns the pass for the target of a moved home; ends its older transactions first. */
  public static byte[] handover(Connection mover, Placement home) throws SQLException {
    try (PreparedStatement call = mover.prepareStatement("SELECT croft.handover(?, ?)")) {
      call.setObject(1, home.tenant().value());
      call.setLong(2, home.epoch());
      try (ResultSet row = call.executeQuery()) {
        row.next();
        return row.getBytes(1);
      }
    }
  }

  /** Opens {@code target} with the pass of the home that the tenant left; repeatable. */
  public static void open(Connection mover, Placement target, byte[] pass) throws SQLException {
    try (PreparedStatement call = mover.prepareStatement("SELECT croft.open(?, ?, ?)")) {
      call.setObject(1, target.tenant().value());
      call.setLong(2, target.epoch());
      call.setBytes(3, pass);
      call.execute();
    }
  }

  /**
   * Lets this transaction write to {@code home} for the attempt; refused (TN008) when it is burnt.
   */
  public static void claim(Connection mover, Placement home, long token) throws SQLException {
    try (PreparedStatement call = mover.prepareStatement("SELECT croft.claim(?, ?, ?)")) {
      bind(call, home, token);
      call.execute();
    }
  }

  /**
   * Notes in {@code home} that it holds the changes of another home's log up to {@code position}.
   * Belongs into the transaction that applies them, after {@link #claim}; waits for other
   * transactions that have claimed the home. Refused (TN008) when the attempt is burnt or the home
   * is further already.
   */
  public static void advance(Connection mover, Placement home, long token, Lsn position)
      throws SQLException {
    try (PreparedStatement call =
        mover.prepareStatement("SELECT croft.advance(?, ?, ?, ?::pg_lsn)")) {
      bind(call, home, token);
      call.setString(4, position.toString());
      call.execute();
    }
  }

  /**
   * Puts the next mark at {@code home}: when it comes out of a stream of the home's {@link
   * Publication}, everything has come that was committed before this call. Waits for DDL in the
   * home that is not committed. Refused (TN008) when there is no such home.
   *
   * @return the number of the mark, 1 for the first
   */
  public static long setMark(Connection mover, Placement home) throws SQLException {
    try (PreparedStatement call = mover.prepareStatement("SELECT croft.set_mark(?, ?)")) {
      bindHome(call, home);
      try (ResultSet row = call.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  /** Takes the mark from {@code home}; nothing happens when there is none. */
  public static void dropMark(Connection mover, Placement home) throws SQLException {
    try (PreparedStatement call = mover.prepareStatement("SELECT croft.drop_mark(?, ?)")) {
      bindHome(call, home);
      call.execute();
    }
  }

  /**
   * Begins to count the changes of the tables of {@code home} for the attempt that took it with
   * {@code token}, at a mark that {@link #switchOver} looks at. Fails with 55P03 (lock not
   * available) when a change is under way that is counted at an older mark.
   *
   * @return false when another attempt holds the home
   */
  public static boolean countDefinitions(Connection mover, Placement home, long token)
      throws SQLException {
    try (PreparedStatement call = mover.prepareStatement("SELECT croft.count_anew(?, ?, ?)")) {
      bind(call, home, token);
      return answer(call);
    }
  }

  /**
   * Takes the mark away again; nothing happens when the home's token is another than {@code burnt},
   * or a change of its tables is under way. Waits a second at most.
   */
  public static void forgetDefinitions(Connection mover, Placement home, long burnt)
      throws SQLException {
    try (PreparedStatement call = mover.prepareStatement("SELECT croft.count_no_more(?, ?, ?)")) {
      bind(call, home, burnt);
      call.execute();
    }
  }

  /**
   * Returns when no change of the tables of {@code home} is under way that began before its mark
   * was made and would not be counted. Each call waits 40 ms at most, for which later changes wait,
   * too; fails with 55P03 (lock not available) when that was not enough. To be called outside of a
   * transaction. Knows nothing of changes where no superuser has set up the gate.
   */
  public static void awaitDefinitions(Connection mover, Placement home) throws SQLException {
    try (PreparedStatement call = mover.prepareStatement("SELECT croft.await_definitions(?, ?)")) {
      bindHome(call, home);
      call.execute();
    }
  }

  private static void bind(PreparedStatement call, Placement home, long token) throws SQLException {
    bindHome(call, home);
    call.setLong(3, token);
  }

  private static void bindHome(PreparedStatement call, Placement home) throws SQLException {
    call.setObject(1, home.tenant().value());
    call.setLong(2, home.epoch());
  }

  private static boolean answer(PreparedStatement call) throws SQLException {
    try (ResultSet row = call.executeQuery()) {
      row.next();
      return row.getBoolean(1);
    }
  }
}
