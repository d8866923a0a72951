package io.croft.move;

import static io.croft.move.MoveStep.ADOPTED;
import static io.croft.move.MoveStep.CAUGHT_UP;
import static io.croft.move.MoveStep.CLEANED;
import static io.croft.move.MoveStep.COPIED;
import static io.croft.move.MoveStep.FENCED;
import static io.croft.move.MoveStep.HELD;
import static io.croft.move.MoveStep.KEPT;
import static io.croft.move.MoveStep.PREPARED;
import static io.croft.move.MoveStep.REHEARSED;
import static io.croft.move.MoveStep.RETURNABLE;
import static io.croft.move.MoveStep.SUBSCRIBED;

import io.croft.core.Placement;
import io.croft.core.TenantId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is wanted of a move, and its form in an operation's spec.
 *
 * @param hold whether it waits before the fence until somebody asks for the cutover
 * @param wayBack what becomes of the old home, empty when it is removed
 * @param adopted the home of which the new one is made with all its rows, empty when they are to be
 *     copied
 * @param settleAt when a move that still waits is undone, empty for never
 */
record MovePlan(
    Route route,
    boolean hold,
    Optional<WayBack> wayBack,
    Optional<Placement> adopted,
    Optional<Instant> settleAt) {

  private static final List<MoveStep> OF_COPYING = List.of(REHEARSED, PREPARED, SUBSCRIBED, COPIED);

  /** Returns the plan of a move that copies. */
  static MovePlan of(Route route, boolean hold, Optional<WayBack> wayBack) {
    return new MovePlan(route, hold, wayBack, Optional.empty(), Optional.empty());
  }

  Map<String, String> toSpec() {
    Map<String, String> spec = new HashMap<>(route.toSpec());
    if (hold) {
      spec.put("hold", "true");
    }
    wayBack.ifPresent(back -> spec.putAll(back.toSpec()));
    return spec;
  }

  static MovePlan of(TenantId tenant, Map<String, String> spec) {
    Route route = Route.of(tenant, spec);
    return new MovePlan(
        route,
        spec.containsKey("hold"),
        WayBack.of(spec),
        WayBack.adopted(route.to(), spec),
        Optional.ofNullable(spec.get("settleAt")).map(Instant::parse));
  }

  /** Returns whether the move waits before its fence until it is told to go on. */
  boolean waits() {
    return hold || adopted.isPresent();
  }

  /** Returns what a move of that mode does by this plan, in its order. */
  List<MoveStep> steps(MoveMode mode) {
    List<MoveStep> steps = new ArrayList<>(mode.steps());
    if (adopted.isPresent()) {
      steps.removeAll(OF_COPYING);
      steps.add(0, ADOPTED);
    }
    if (waits()) {
      steps.add(steps.indexOf(FENCED), HELD);
    }
    if (wayBack.isPresent()) {
      steps.add(steps.indexOf(CAUGHT_UP) + 1, RETURNABLE);
      steps.set(steps.indexOf(CLEANED), KEPT);
    }
    return steps;
  }
}
