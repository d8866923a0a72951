package io.croft.move;

import io.croft.core.Isolation;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads the log of one server for one tenant: what becomes of the gate rows of its homes there, and
 * of its rows in the table {@code entry}. Each of these is a write: the tenant has one client,
 * which writes one after the other, so that their generated ids are in the order of its commits.
 */
final class TracedHomes {

  /** A write of a client, or a home as the transaction has left it; the writes by their ids. */
  record Raw(
      TraceEntry.Side side,
      long end,
      @Nullable Long written,
      TraceEntry.Row row,
      boolean compared,
      SortedSet<Long> holds,
      long applied) {}

  /** Nothing is noted of another home's log. */
  static final long NOWHERE = -1;

  private static final TraceEntry.Row ABSENT = new TraceEntry.Row("absent", 0, 0);

  private final Map<Long, TracedHome> homes;
  private final TracedAttempts attempts;
  private final String tenant;
  private final MoveMode mode;
  private final Map<TraceEntry.Side, Place> places = new EnumMap<>(TraceEntry.Side.class);
  private final List<Raw> entries = new ArrayList<>();

  /** A home as it is where the log is read. */
  private static final class Place {
    final TreeMap<Long, WalChange> gates = new TreeMap<>();
    final Map<Long, Long> ids = new HashMap<>();
    boolean filled;
    boolean gateChanged;
    final Set<Long> inserted = new LinkedHashSet<>();
    @Nullable Raw latest;
  }

  TracedHomes(Map<Long, TracedHome> homes, String tenant, MoveMode mode, TracedAttempts attempts) {
    this.homes = homes;
    this.attempts = attempts;
    this.tenant = tenant;
    this.mode = mode;
  }

  /** Begins with a home that was open, empty and never moved when the log began. */
  TracedHomes beginning(TracedHome home) {
    Place place = place(home.side());
    long epoch = home.placement().epoch();
    Map<String, String> values =
        Map.of("state", "open", "token", "0", "epoch", Long.toString(epoch));
    place.gates.put(epoch, new WalChange("croft", "gate", WalChange.Kind.INSERT, values));
    place.latest =
        new Raw(home.side(), 0, null, row(place.gates.get(epoch)), true, new TreeSet<>(), NOWHERE);
    return this;
  }

  List<Raw> read(List<WalLog.Transaction> transactions) {
    for (WalLog.Transaction transaction : transactions) {
      Set<TraceEntry.Side> touched = new LinkedHashSet<>();
      for (WalChange change : transaction.changes()) {
        TraceEntry.Side side = take(change);
        if (side != null) {
          touched.add(side);
        }
      }
      for (TraceEntry.Side side : touched) {
        ended(side, place(side), transaction.end());
      }
    }
    return entries;
  }

  private Place place(TraceEntry.Side side) {
    return places.computeIfAbsent(side, any -> new Place());
  }

  private TraceEntry.@Nullable Side take(WalChange change) {
    if (change.isOf("croft", "gate") && change.value("tenant").equals(tenant)) {
      return gate(change);
    } else if (change.table().equals("entry") && change.value("tenant_id").equals(tenant)) {
      return entry(change);
    }
    return null;
  }

  private TraceEntry.Side gate(WalChange change) {
    long epoch = change.number("epoch");
    TracedHome home = homes.get(epoch);
    if (home == null) {
      throw new IllegalStateException("a gate row of a home of which nobody knows: " + change);
    }
    Place place = place(home.side());
    place.gateChanged = true;
    if (change.kind() == WalChange.Kind.DELETE) {
      place.gates.remove(epoch);
    } else {
      WalChange before = place.gates.put(epoch, change);
      place.filled &= before != null && before.number("token") == change.number("token");
    }
    return home.side();
  }

  private TraceEntry.Side entry(WalChange change) {
    TracedHome home =
        homes.values().stream()
            .filter(h -> places.containsKey(h.side()))
            .filter(h -> h.placement().schema().equals(change.schema()))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("rows in no home: " + change));
    Place place = place(home.side());
    long id = change.number("id");
    if (change.kind() == WalChange.Kind.DELETE) {
      place.ids.remove(id);
    } else {
      place.ids.put(id, id);
      place.inserted.add(id);
    }
    return home.side();
  }

  private void ended(TraceEntry.Side side, Place place, long end) {
    boolean gone = place.gates.isEmpty();
    WalChange gate = gone ? null : place.gates.lastEntry().getValue();
    String state = gate == null ? "absent" : gate.value("state");
    boolean preparing = state.equals("preparing");
    Long written = null;
    if (!place.inserted.isEmpty() && !place.gateChanged && !preparing) {
      written = place.inserted.iterator().next();
      if (place.inserted.size() > 1) {
        throw new IllegalStateException("a client has written more than once: " + place.inserted);
      }
    } else if (!place.inserted.isEmpty()) {
      place.filled = true;
    }
    if (gone) {
      forget(side, place);
    }
    long applied =
        gate != null && preparing && gate.values().containsKey("applied")
            ? WalLog.position(gate.value("applied"))
            : NOWHERE;
    boolean compared =
        state.equals("open")
            || state.equals("closed")
            || preparing && (mode == MoveMode.STREAMED ? applied != NOWHERE : place.filled);
    add(
        place,
        new Raw(
            side, end, written, row(gate), compared, new TreeSet<>(place.ids.keySet()), applied));
    place.inserted.clear();
    place.gateChanged = false;
  }

  /** With a home of its own the rows are gone, and no log tells of each. */
  private void forget(TraceEntry.Side side, Place place) {
    boolean own =
        homes.values().stream()
            .anyMatch(h -> h.side() == side && h.placement().isolation() != Isolation.POOL);
    if (own) {
      place.ids.clear();
    }
  }

  private TraceEntry.Row row(@Nullable WalChange gate) {
    if (gate == null) {
      return ABSENT;
    }
    String state = gate.value("state");
    TracedHome home = homes.get(gate.number("epoch"));
    return new TraceEntry.Row(
        state, attempts.token(state, gate.number("token")), home == null ? -1 : home.epoch());
  }

  /** Leases and passes change as well, and what is not compared; that says nothing. */
  private void add(Place place, Raw raw) {
    Raw before = place.latest;
    place.latest = raw;
    boolean says =
        before == null
            || raw.written() != null
            || !raw.row().equals(before.row())
            || raw.compared() && !(before.compared() && raw.holds().equals(before.holds()))
            || raw.applied() != before.applied();
    if (says) {
      entries.add(raw);
    }
  }
}
