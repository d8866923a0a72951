package io.croft.move;

import static io.croft.core.Isolation.POOL;
import static io.croft.core.Isolation.SCHEMA;
import static io.croft.testbed.TestFleet.EU;
import static io.croft.testbed.TestFleet.US;

import io.croft.core.Placement;
import io.croft.core.TenantId;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** The kinds of moves that meet faults. */
enum Journey {
  FENCED_COPY,
  STREAMED,
  /** A streamed move that waits before its fence until the cutover is wanted. */
  HELD,
  /** A streamed move that keeps a way back. */
  AWAY,
  /** The move over a way back. */
  BACK;

  private static final TenantId ANYBODY = TenantId.of(new UUID(0, 1).toString());
  private static final Route ANYWHERE =
      new Route(
          Placement.of(ANYBODY, POOL, EU, 1),
          Placement.of(ANYBODY, SCHEMA, US, 2),
          Optional.of(MoveMode.STREAMED));
  private static final WayBack ANY_TIME = new WayBack(new UUID(0, 2), 3, Duration.ofHours(1));

  /** Returns the kind of a move that neither waits nor keeps a way back. */
  static Journey of(MoveMode mode) {
    return switch (mode) {
      case FENCED_COPY -> FENCED_COPY;
      case STREAMED -> STREAMED;
    };
  }

  /** Returns what such a move does, in its order. */
  List<MoveStep> plan() {
    return switch (this) {
      case FENCED_COPY -> MoveMode.FENCED_COPY.steps();
      case STREAMED -> MoveMode.STREAMED.steps();
      case HELD -> steps(MovePlan.of(ANYWHERE, true, Optional.empty()));
      case AWAY -> steps(MovePlan.of(ANYWHERE, false, Optional.of(ANY_TIME)));
      case BACK ->
          steps(
              new MovePlan(
                  ANYWHERE, false, Optional.empty(), Optional.of(ANYWHERE.to()), Optional.empty()));
    };
  }

  private static List<MoveStep> steps(MovePlan plan) {
    return plan.steps(MoveMode.STREAMED);
  }

  /** Returns at which steps faults come: those that no journey before this one takes alike. */
  List<MoveStep> tried() {
    return switch (this) {
      case FENCED_COPY, STREAMED, BACK -> plan();
      case HELD, AWAY -> plan().stream().filter(step -> !STREAMED.plan().contains(step)).toList();
    };
  }

  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
