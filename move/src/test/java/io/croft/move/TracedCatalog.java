package io.croft.move;

import io.croft.catalog.ControlCatalog;
import io.croft.core.Placement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads the log of the catalog for one tenant: who has claimed its moves, and where it lives. */
final class TracedCatalog {

  private static final Set<String> COPYING =
      Set.of("rehearsed", "prepared", "subscribed", "copied");
  private static final Set<String> FOLLOWING = Set.of("adopted", "caught_up", "returnable", "held");

  private final ControlCatalog catalog;
  private final MoveMode mode;
  private final TracedAttempts attempts;
  private final String tenant;
  private final Map<Long, TracedHome> homes = new HashMap<>();
  private final List<TraceEntry> entries = new ArrayList<>();

  private long livesAt;
  private long claim;
  private @Nullable Route route;

  /**
   * What the operation said of its step when it was claimed; only what comes later is of the claim.
   */
  private String stale = "";

  private String begun = "";
  private String ended = "";

  /**
   * Whether the attempt has begun to shut the home; what it does under the fence is written down
   * later.
   */
  private boolean fenced;

  private int attempt;

  TracedCatalog(ControlCatalog catalog, Placement first, MoveMode mode, TracedAttempts attempts) {
    this.catalog = catalog;
    this.mode = mode;
    this.attempts = attempts;
    this.tenant = first.tenant().toString();
    this.livesAt = first.epoch();
    homes.put(first.epoch(), new TracedHome(first, TraceEntry.Side.A, 0));
  }

  /** Returns every home of which a move has spoken, by its epoch; complete once the log is read. */
  Map<Long, TracedHome> homes() {
    return homes;
  }

  List<TraceEntry> read(List<WalLog.Transaction> transactions) {
    for (WalLog.Transaction transaction : transactions) {
      for (WalChange change : transaction.changes()) {
        if (tenant.equals(change.values().get("tenant"))) {
          take(change);
        }
      }
      add(entry());
    }
    return entries;
  }

  private void take(WalChange change) {
    if (change.isOf("catalog", "placement") && !change.values().containsKey("until")) {
      livesAt = change.number("epoch");
    } else if (change.isOf("catalog", "operation") && change.value("kind").equals("move")) {
      operation(change);
    }
  }

  private void operation(WalChange operation) {
    String state = operation.value("state");
    String step = operation.values().getOrDefault("step", "");
    if (state.equals("running")) {
      if (operation.number("attempt") != claim) {
        claimed(operation, step);
      } else if (!step.equals(stale)) {
        began(step);
      }
    } else if (!state.equals("pending") && operation.number("attempt") == claim) {
      ended = state;
    }
  }

  private void claimed(WalChange operation, String step) {
    UUID id = UUID.fromString(operation.value("id"));
    Route of =
        Route.of(
            catalog.operations().operation(id).tenant(), catalog.operations().operation(id).spec());
    claim = operation.number("attempt");
    route = of;
    stale = step;
    begun = "";
    ended = "";
    fenced = false;
    if (!hasFollowed()) {
      attempt = attempts.add(claim);
      TraceEntry.Side from = home(of.from().epoch()).side();
      homes.putIfAbsent(of.to().epoch(), new TracedHome(of.to(), from.other(), attempt));
    }
  }

  private void began(String step) {
    stale = "";
    if (mode == MoveMode.FENCED_COPY && fenced && step.equals("prepared")) {
      attempt = attempts.add(claim);
      fenced = false;
    }
    fenced |= step.equals("fenced");
    begun = step;
  }

  private TracedHome home(long epoch) {
    TracedHome home = homes.get(epoch);
    if (home == null) {
      throw new IllegalStateException("no move has spoken of a home of epoch " + epoch);
    }
    return home;
  }

  private boolean hasFollowed() {
    return route != null && livesAt == route.to().epoch();
  }

  private TraceEntry.Catalog entry() {
    boolean matters = route != null && !hasFollowed() && ended.isEmpty();
    return new TraceEntry.Catalog(home(livesAt).side(), matters ? attempt : 0, step());
  }

  private String step() {
    if (ended.equals("done")) {
      return "switched";
    } else if (ended.equals("cancelled")) {
      return "idle";
    } else if (!ended.isEmpty()) {
      return TraceEntry.Catalog.UNKNOWN;
    } else if (hasFollowed()) {
      return "switching";
    } else if (begun.isEmpty()) {
      return TraceEntry.Catalog.UNKNOWN;
    } else if (COPYING.contains(begun)) {
      return "copying";
    }
    boolean compares = begun.equals("verified") && mode == MoveMode.STREAMED;
    if (FOLLOWING.contains(begun) || compares) {
      return "following";
    }
    return fenced ? "fencing" : TraceEntry.Catalog.UNKNOWN;
  }

  private void add(TraceEntry.Catalog entry) {
    TraceEntry before =
        entries.isEmpty()
            ? new TraceEntry.Catalog(TraceEntry.Side.A, 0, TraceEntry.Catalog.UNKNOWN)
            : entries.get(entries.size() - 1);
    if (!entry.equals(before)) {
      entries.add(entry);
    }
  }
}
