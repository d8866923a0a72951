package io.croft.doctor;

import io.croft.catalog.ControlCatalog;
import io.croft.catalog.Operation;
import io.croft.catalog.OperationFilter;
import io.croft.catalog.OperationKind;
import io.croft.catalog.OperationState;
import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Looks for slots and publications of moves that no open operation of the catalog needs. They are
 * read first: an operation is older than what is made for it.
 */
final class MoveStreamCheck {

  /** The operation and the attempt. */
  private static final Pattern NAME = Pattern.compile("croft_move_([0-9a-f]{32})_[0-9]+");

  /** How many moves are asked whether they name one that is to come. */
  private static final int OPEN_MOVES = 10_000;

  private static final String READ =
      """
      SELECT 'slot', s.slot_name::text,
        coalesce(pg_size_pretty(pg_wal_lsn_diff(pg_current_wal_lsn(), s.restart_lsn)), 'nothing'),
        format('SELECT pg_drop_replication_slot(%L)', s.slot_name)
      FROM pg_replication_slots s
      WHERE s.database = current_database() AND starts_with(s.slot_name::text, 'croft_move_')
      UNION ALL
      SELECT 'publication', p.pubname::text, '',
        format('SELECT croft.withdraw(%1$L); SELECT croft.unpublish(%1$L)', p.pubname)
      FROM pg_publication p WHERE starts_with(p.pubname::text, 'croft_move_')
      """;

  private final ControlCatalog catalog;
  private final String server;
  private final Findings findings;
  private final List<Found> found = new ArrayList<>();

  MoveStreamCheck(ControlCatalog catalog, String server, Findings findings) {
    this.catalog = catalog;
    this.server = server;
    this.findings = findings;
  }

  /**
   * One that is there.
   *
   * @param keeps how much log it keeps; empty for a publication
   * @param fix the SQL that drops it
   */
  private record Found(Place place, String object, UUID operation, String keeps, String fix) {}

  /** Remembers those of a database. */
  void look(Connection admin, String database) {
    try (Statement query = admin.createStatement();
        ResultSet row = query.executeQuery(READ)) {
      while (row.next()) {
        Matcher name = NAME.matcher(row.getString(2));
        if (name.matches()) {
          BigInteger bits = new BigInteger(name.group(1), 16);
          found.add(
              new Found(
                  Place.of(server, database),
                  row.getString(1) + " " + row.getString(2),
                  new UUID(bits.shiftRight(64).longValue(), bits.longValue()),
                  row.getString(3),
                  row.getString(4)));
        }
      }
    } catch (SQLException e) {
      findings.couldNotRun(Rules.STREAM_LEFT, Place.of(server, database), DatabaseAudit.reason(e));
    }
  }

  /** Asks the catalog, when all databases were looked at. */
  void finish() {
    found.forEach(this::judge);
  }

  private void judge(Found one) {
    Optional<Operation> operation = operation(one.operation());
    if (operation.isEmpty()) {
      if (!isToCome(one.operation())) {
        add(one, "the catalog does not know move " + one.operation(), true, false);
      }
      return;
    }
    switch (operation.get().state()) {
      case PENDING, RUNNING -> {}
      case DONE, CANCELLED ->
          add(one, "move %s is %s".formatted(one.operation(), word(operation.get())), true, true);
      case FAILED ->
          add(
              one,
              "move %1$s has failed: croft move resume %1$s, or cancel".formatted(one.operation()),
              false,
              false);
    }
  }

  private static String word(Operation operation) {
    return operation.state().word();
  }

  private Optional<Operation> operation(UUID id) {
    try {
      return Optional.of(catalog.operations().operation(id));
    } catch (CroftException e) {
      if (e.code() == ErrorCode.OPERATION_UNKNOWN) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** A move may name the one that shall follow it, and makes the slot of that. */
  private boolean isToCome(UUID id) {
    for (OperationState state : OperationState.values()) {
      boolean named =
          !(state == OperationState.DONE || state == OperationState.CANCELLED)
              && catalog
                  .operations()
                  .list(new OperationFilter(OperationKind.MOVE, state, null, OPEN_MOVES))
                  .stream()
                  .anyMatch(operation -> operation.spec().containsValue(id.toString()));
      if (named) {
        return true;
      }
    }
    return false;
  }

  private void add(Found one, String detail, boolean droppable, boolean repairable) {
    String keeps = one.keeps().isEmpty() ? "" : "; it keeps %s of log".formatted(one.keeps());
    findings.add(
        new Finding(
            Rules.STREAM_LEFT,
            one.place(),
            one.object(),
            detail + keeps,
            droppable ? Optional.of(one.fix()) : Optional.empty(),
            repairable));
  }
}
