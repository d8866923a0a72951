package io.croft.bench;

import io.croft.core.Isolation;
import io.croft.move.FencePart;
import io.croft.move.MoveResult;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.HdrHistogram.Histogram;

/**
 * What clients have seen of the moves of their tenant. A pause is that of one client in one move:
 * its longest request that overlaps the time from the first attempt at shutting the home until the
 * new home was open, less the median of that client's requests. A client without such a request has
 * noticed nothing, and has no pause.
 */
final class PauseFigures {

  private static final long AFTER = TimeUnit.MILLISECONDS.toNanos(500);

  /** One client and the median of its requests. */
  private record Client(Timeline timeline, long median) {}

  private final Clients clients;
  private final List<Moved> moves;
  private final List<Client> all;
  private final Histogram pauses = new Histogram(3);
  private final Histogram after = new Histogram(3);

  /**
   * @param clients who have ended
   */
  PauseFigures(Clients clients, List<Moved> moves) {
    this.clients = clients;
    this.moves = List.copyOf(moves);
    this.all = clients.timelines().stream().map(one -> new Client(one, one.median())).toList();
    for (Moved move : moves) {
      if (move.hasFenced()) {
        each(move, (request, pause) -> pauses.recordValue(pause));
      }
      after.add(clients.latencies(move.opened(), move.opened() + AFTER));
    }
  }

  private List<MoveResult> results() {
    return moves.stream().flatMap(move -> move.result().stream()).toList();
  }

  /** Returns how many requests overlapped a fence. */
  int met() {
    int count = 0;
    for (Timeline one : clients.timelines()) {
      for (Moved move : moves) {
        count += move.hasFenced() ? one.overlapping(move.fencing(), move.opened()) : 0;
      }
    }
    return count;
  }

  double longest() {
    return pauses.getMaxValue() / 1e6;
  }

  double at(double percentile) {
    return pauses.getValueAtPercentile(percentile) / 1e6;
  }

  /** Returns what went wrong, with how often; of requests and of moves. */
  Map<String, Integer> errors() {
    Map<String, Integer> all = new TreeMap<>(clients.errors());
    moves.stream()
        .filter(move -> move.result().isEmpty())
        .forEach(move -> all.merge("move failed: " + move.failure(), 1, Integer::sum));
    return all;
  }

  int failed() {
    return clients.failed();
  }

  long failedMoves() {
    return moves.stream().filter(move -> move.result().isEmpty()).count();
  }

  /** Returns the columns of {@link #row}. */
  static List<String> columns(String first) {
    return List.of(
        first,
        "moves",
        "failed",
        "rows",
        "bytes a row",
        "pauses",
        "p50 ms",
        "p99 ms",
        "longest ms",
        "errors",
        "requests",
        "their median ms",
        "p99 of the half second after, ms",
        "fence ms",
        "move s");
  }

  List<Object> row(String first) {
    List<MoveResult> results = results();
    long rows = Math.max(1, results.stream().mapToLong(MoveResult::rows).max().orElse(1));
    long bytes = results.stream().mapToLong(MoveResult::bytes).max().orElse(0);
    return Table.row(
        first,
        moves.size(),
        failedMoves(),
        rows,
        bytes / rows,
        pauses.getTotalCount(),
        at(50),
        at(99),
        longest(),
        failed(),
        clients.requests(),
        median(),
        after.getValueAtPercentile(99) / 1e6,
        spread(results.stream().map(one -> one.fenced().toNanos() / 1e6).toList()),
        spread(results.stream().map(one -> one.total().toNanos() / 1e9).toList()));
  }

  private static Object spread(List<Double> values) {
    return values.isEmpty() ? "-" : Ratio.plain(values);
  }

  /** Returns where the time of the fences went, by the kind of the new home. */
  List<List<Object>> parts(String first) {
    Map<Isolation, Map<String, List<Double>>> found = new EnumMap<>(Isolation.class);
    Map<Isolation, Integer> count = new EnumMap<>(Isolation.class);
    for (MoveResult one : results()) {
      Map<String, List<Double>> parts =
          found.computeIfAbsent(one.to().isolation(), to -> new LinkedHashMap<>());
      count.merge(one.to().isolation(), 1, Integer::sum);
      for (FencePart part : one.parts()) {
        parts
            .computeIfAbsent(part.name(), name -> new ArrayList<>())
            .add(part.took().toNanos() / 1e6);
      }
    }
    List<List<Object>> rows = new ArrayList<>();
    found.forEach(
        (to, parts) ->
            parts.forEach(
                (name, values) ->
                    rows.add(
                        Table.row(
                            first,
                            to.word(),
                            count.getOrDefault(to, 0),
                            name,
                            values.size(),
                            spread(values)))));
    return rows;
  }

  /** Returns the median of the clients' medians, in milliseconds. */
  double median() {
    return Ratio.median(all.stream().map(one -> one.median() / 1e6).toList());
  }

  /** Returns the columns of {@link #byTarget}. */
  static List<String> columnsByTarget(String first) {
    return List.of(
        first,
        "to",
        "number",
        "p50 ms",
        "p99 ms",
        "longest ms",
        "p50 of it when the home was open, ms",
        "p99, ms",
        "p99 of the half second after, ms");
  }

  /** Returns the pauses in moves to one kind of home, and how long they go on when it is open. */
  List<Object> byTarget(String first, Isolation to) {
    Histogram some = new Histogram(3);
    Histogram open = new Histogram(3);
    Histogram later = new Histogram(3);
    int count = 0;
    for (Moved move : moves) {
      if (move.hasFenced() && move.hop().isolation() == to) {
        count++;
        later.add(clients.latencies(move.opened(), move.opened() + AFTER));
        each(
            move,
            (request, pause) -> {
              some.recordValue(pause);
              open.recordValue(Math.max(0, request.ended() - move.opened()));
            });
      }
    }
    return Table.row(
        first,
        to.word(),
        count,
        some.getValueAtPercentile(50) / 1e6,
        some.getValueAtPercentile(99) / 1e6,
        some.getMaxValue() / 1e6,
        open.getValueAtPercentile(50) / 1e6,
        open.getValueAtPercentile(99) / 1e6,
        later.getValueAtPercentile(99) / 1e6);
  }

  private void each(Moved move, BiConsumer<Timeline.Request, Long> work) {
    for (Client one : all) {
      one.timeline()
          .longest(move.fencing(), move.opened())
          .ifPresent(request -> work.accept(request, Math.max(0, request.nanos() - one.median())));
    }
  }
}
