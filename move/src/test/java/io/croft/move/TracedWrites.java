package io.croft.move;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/** Counts the writes of a recording, in the order in which its one client has made them. */
final class TracedWrites {

  private final List<Long> ids;
  private final Map<TraceEntry.Side, List<TracedHomes.Raw>> ofSides =
      new EnumMap<>(TraceEntry.Side.class);

  TracedWrites(List<List<TracedHomes.Raw>> logs) {
    SortedSet<Long> all = new TreeSet<>();
    for (List<TracedHomes.Raw> log : logs) {
      for (TracedHomes.Raw raw : log) {
        all.addAll(raw.holds());
        ofSides.computeIfAbsent(raw.side(), any -> new ArrayList<>()).add(raw);
      }
    }
    ids = List.copyOf(all);
  }

  /** Returns the ids of all writes that any home has ever held. */
  List<Long> ids() {
    return ids;
  }

  /** Returns a log with the numbers of writes in the place of ids and positions. */
  List<TraceEntry> counted(List<TracedHomes.Raw> log) {
    List<TraceEntry> entries = new ArrayList<>();
    Map<TraceEntry.Side, TraceEntry> latest = new EnumMap<>(TraceEntry.Side.class);
    for (TracedHomes.Raw raw : log) {
      TraceEntry entry = counted(raw);
      if (!entry.equals(latest.put(raw.side(), entry))) {
        entries.add(entry);
      }
    }
    return entries;
  }

  private TraceEntry counted(TracedHomes.Raw raw) {
    Long written = raw.written();
    if (written != null) {
      return new TraceEntry.Write(raw.side(), number(written));
    }
    SortedSet<Integer> holds = new TreeSet<>();
    raw.holds().forEach(id -> holds.add(number(id)));
    return new TraceEntry.Home(
        raw.side(), raw.row(), raw.compared(), holds, raw.applied() < 0 ? -1 : progress(raw));
  }

  private int number(long id) {
    return ids.indexOf(id) + 1;
  }

  /** How many writes the other home held at the position that this one has come to. */
  private int progress(TracedHomes.Raw raw) {
    int held = 0;
    for (TracedHomes.Raw other : ofSides.getOrDefault(raw.side().other(), List.of())) {
      if (Long.compareUnsigned(other.end(), raw.applied()) <= 0) {
        held = other.holds().size();
      }
    }
    return held;
  }
}
