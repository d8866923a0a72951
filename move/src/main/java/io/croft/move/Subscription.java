package io.croft.move;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.core.Placement;
import io.croft.gate.MoverGate;
import io.croft.gate.Publication;
import io.croft.home.Homes;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.postgresql.replication.LogSequenceNumber;

/**
 * The publication of a tenant's changes at its old home, and the slot that keeps them until they
 * are applied; both of one name, which tells the operation and the attempt. Since the catalog has
 * the operation before either exists, whoever resumes or undoes it finds what is left of them.
 */
final class Subscription {

  private static final String PUBLICATIONS =
      "SELECT pubname FROM pg_publication WHERE starts_with(pubname, ?)";

  private static final String PREFIX = "croft_move_";
  private static final int DIGITS_OF_OPERATION = 32;

  private final MoverAccess access;
  private final Homes homes;
  private final Placement home;
  private final UUID operation;
  private final long attempt;

  Subscription(MoverAccess access, Homes homes, Placement home, UUID operation, long attempt) {
    this.access = access;
    this.homes = homes;
    this.home = home;
    this.operation = operation;
    this.attempt = attempt;
  }

  /** Returns the name of what this attempt makes. */
  String name() {
    return prefix() + attempt;
  }

  /** Returns the name of what was made for the operation before anybody had claimed it. */
  String firstName() {
    return prefix() + 0;
  }

  /**
   * Publishes the home's changes and begins to keep them.
   *
   * @param patience how long to wait for the transactions that are writing at the server
   * @return what the home held when that began
   * @throws CroftException {@code move-unsupported} when the home or its server cannot be streamed
   */
  ExportedSnapshot begin(Duration patience) throws SQLException {
    publish();
    return ReplicationSlots.createExporting(access, home, name(), patience);
  }

  /**
   * Publishes the home's changes and begins to keep them, whatever the home holds then; waits and
   * raises as {@link #begin}.
   */
  void keep(Duration patience) throws SQLException {
    publish();
    LogSequenceNumber unused = ReplicationSlots.create(access, home, name(), patience);
  }

  private void publish() throws SQLException {
    List<String> problems = problems(homes, home);
    if (!problems.isEmpty()) {
      throw new CroftException(
          ErrorCode.MOVE_UNSUPPORTED,
          "the home %s cannot be streamed: %s"
              .formatted(home.summary(), String.join("; ", problems)),
          "do what is said, then resume the move; nothing has changed");
    }
    try (Connection session = MoverSession.open(access, home)) {
      MoverGate.dropMark(session, home);
      MoverGate.setMark(session, home);
    }
    homes.publish(home, name());
  }

  /** Returns whether all changes are there that came since a subscription of that name began. */
  boolean isWhole(String name) throws SQLException {
    if (!homes.hasDatabase(home)) {
      return false;
    }
    try (Connection session = MoverSession.open(access, home)) {
      return publications(session).contains(name)
          && ReplicationSlots.list(access, home, name).stream()
              .anyMatch(slot -> slot.name().equals(name) && !slot.lost());
    }
  }

  /**
   * Reads the changes that were committed from {@code position} on.
   *
   * @param name of the subscription, which an earlier attempt may have begun
   * @param silence for how long the server may say nothing though it must have something to say
   */
  ChangeStream stream(String name, LogSequenceNumber position, Duration silence) {
    return ChangeStream.open(access, home, name, name, position, silence);
  }

  /** Returns why a home cannot be streamed, each with what to do; empty when it can. */
  static List<String> problems(Homes homes, Placement home) {
    return homes.publishProblems(home).stream().map(Subscription::text).toList();
  }

  private static String text(Publication.Problem problem) {
    return "%s %s (%s)".formatted(problem.object(), problem.text(), problem.fix());
  }

  /** Drops what this attempt and earlier ones have made; there may be nothing. */
  void remove() throws SQLException {
    drop();
    if (!homes.hasDatabase(home)) {
      return;
    }
    try (Connection session = MoverSession.open(access, home)) {
      // A newer attempt goes on counting with it.
      if (publications(session).isEmpty()) {
        MoverGate.dropMark(session, home);
      }
    }
  }

  /** Drops likewise, but leaves the mark, with which another move of the home may count. */
  void drop() throws SQLException {
    if (!homes.hasDatabase(home)) {
      return;
    }
    for (SlotState slot : ReplicationSlots.list(access, home, prefix())) {
      if (isOurs(slot.name())) {
        ReplicationSlots.drop(access, home, slot.name());
      }
    }
    try (Connection session = MoverSession.open(access, home)) {
      publications(session).stream()
          .filter(this::isOurs)
          .forEach(name -> homes.unpublish(home, name));
    }
  }

  private boolean isOurs(String name) {
    return Long.parseLong(name.substring(prefix().length())) <= attempt;
  }

  private List<String> publications(Connection session) throws SQLException {
    List<String> names = new ArrayList<>();
    try (PreparedStatement query = session.prepareStatement(PUBLICATIONS)) {
      query.setString(1, prefix());
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          names.add(row.getString(1));
        }
      }
    }
    return names;
  }

  /** Returns the operation of which a name tells. */
  static UUID operation(String name) {
    BigInteger bits =
        new BigInteger(name.substring(PREFIX.length(), PREFIX.length() + DIGITS_OF_OPERATION), 16);
    return new UUID(bits.shiftRight(64).longValue(), bits.longValue());
  }

  /** Returns with what the names of all attempts begin. */
  String prefix() {
    return PREFIX + operation.toString().replace("-", "") + "_";
  }
}
