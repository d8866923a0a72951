package io.croft.move;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.gate.Lsn;
import io.croft.gate.MoverGate;
import io.croft.home.Homes;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.replication.LogSequenceNumber;

/** The hold of an attempt on the old home, and the new home until it is open. */
final class Preparation {

  private final MoverAccess access;
  private final Homes homes;
  private final MovePlan plan;
  private final Route route;
  private final MoveSettings settings;
  private final byte[] passKey;

  /**
   * @param passKey the same for every attempt, so that none can leave a target that another's pass
   *     cannot open
   */
  Preparation(
      MoverAccess access, Homes homes, MovePlan plan, MoveSettings settings, byte[] passKey) {
    this.access = access;
    this.homes = homes;
    this.plan = plan;
    this.route = plan.route();
    this.settings = settings;
    this.passKey = passKey;
  }

  /** From here on no older attempt can fence or switch; refused when one has switched meanwhile. */
  void take(long token) throws SQLException {
    try (Connection source = MoverSession.open(access, route.from())) {
      if (!taken(source, token)) {
        throw new CroftException(
            ErrorCode.OPERATION_LOST,
            "another attempt holds the home of tenant " + route.tenant() + " or has switched it",
            "see croft move status, then resume the move");
      }
    }
  }

  private boolean taken(Connection source, long token) throws SQLException {
    return Moment.await(
        route,
        settings.patience(),
        "a transaction",
        () -> MoverGate.take(source, route.from(), token));
  }

  /** Returns whether the database of the new home is there. */
  boolean hasTarget() {
    return homes.hasDatabase(route.to());
  }

  /** Takes the new home over from an earlier attempt, with what that has copied. */
  void handOn(long token) {
    if (!homes.handOn(route.to(), token)) {
      throw new CroftException(
          ErrorCode.OPERATION_LOST,
          "another attempt holds the new home of tenant " + route.tenant(),
          "see croft move status");
    }
  }

  /** Notes that the new home holds every row as it was at that position of the old one's log. */
  void copied(long token, LogSequenceNumber position) throws SQLException {
    try (Connection target = MoverSession.open(access, route.to())) {
      TargetTransaction.begin(target, route.to(), token);
      MoverGate.advance(target, route.to(), token, new Lsn(position.asLong()));
      target.commit();
      TargetTransaction.end(target);
    }
  }

  /**
   * Makes the new home, closed to everybody but this attempt: empty, or of the home that the tenant
   * has left.
   */
  void makeTarget(long token) throws SQLException {
    if (plan.adopted().isPresent()) {
      if (!homes.adopt(plan.adopted().get(), route.to(), token, passKey)) {
        throw new CroftException(
            ErrorCode.WAY_BACK_LOST,
            "the home that tenant %s has left at %s is not there any more"
                .formatted(route.tenant(), route.to().summary()),
            "settle the move; to go back, start a move that copies");
      }
      return;
    }
    homes.createPreparing(route.to(), token, passKey);
    try (Connection target = MoverSession.open(access, route.to());
        Connection source = MoverSession.open(access, route.from())) {
      Unmovable.requireNone(source, route.from());
      Unmovable.requireNone(target, route.to());
      SharedTables.requireEqual(source, route.from(), target, route.to());
      HomeRows.remove(target, route.to(), token);
    }
  }

  /** Raises {@code schema-differs} where the new home is not like the old one. */
  void requireSameSchema() {
    SameSchema.require(homes, route);
  }

  void dropTarget(long token) throws SQLException {
    if (isMade(token)) {
      try (Connection target = MoverSession.open(access, route.to())) {
        HomeRows.remove(target, route.to(), token);
      }
    }
    homes.drop(route.to());
  }

  /** What is there is in the hands of this attempt afterwards. */
  private boolean isMade(long token) {
    if (plan.adopted().isPresent()) {
      return homes.adopt(plan.adopted().get(), route.to(), token, passKey);
    }
    homes.createPreparing(route.to(), token, passKey);
    return true;
  }

  /**
   * Leaves nothing behind at the target, where it can be reached; a resumed move makes it anew.
   * Whether the switch has happened is for the source's gate row to say, and afterwards it cannot
   * happen any more.
   *
   * @param token newer than any with which this attempt has fenced
   * @param before what must go before the target, and must stay when the switch has happened
   */
  void discardTarget(long token, Removal before, CroftException cause) {
    if (cause.code() == ErrorCode.OPERATION_LOST) {
      return;
    }
    try (Connection source = MoverSession.open(access, route.from())) {
      if (taken(source, token)) {
        before.run();
        dropTarget(token);
      }
    } catch (SQLException | CroftException e) {
      cause.addSuppressed(e);
    }
  }
}
