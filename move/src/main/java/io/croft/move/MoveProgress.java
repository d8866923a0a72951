package io.croft.move;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How far a running move is, as its worker has measured it. Rows and bytes that are to come are
 * estimated when the move begins.
 *
 * @param step the step that it takes
 * @param rows rows copied, of how many
 * @param bytes their size as text, of how many
 * @param compared rows compared while the tenant goes on, of how many
 * @param lag how long a change of the tenant takes to reach the new home, or has been on its way
 *     already; empty while the new home does not follow the old one
 * @param left how long the step still takes at its rate of the last half minute; empty while it has
 *     none, or nothing that could be counted
 * @param log how many bytes of a server's log are kept for the move, empty while it has no slot
 */
public record MoveProgress(
    MoveStep step,
    Part rows,
    Part bytes,
    Part compared,
    Optional<Duration> lag,
    Optional<Duration> left,
    Optional<Long> log) {

  /**
   * So much of so much.
   *
   * @param done how much is done
   * @param of how much there is, as far as is known; never less than what is done
   */
  public record Part(long done, long of) {

    /** Corrects an estimate that was too low. */
    public Part {
      of = Math.max(done, of);
    }

    long open() {
      return of - done;
    }
  }

  /** Returns what the worker of a move has said of itself; empty when it has not said anything. */
  public static Optional<MoveProgress> of(Map<String, String> said) {
    return Arrays.stream(MoveStep.values())
        .filter(step -> step.word().equals(said.get("step")))
        .findFirst()
        .map(
            step ->
                new MoveProgress(
                    step,
                    part(said, "rows"),
                    part(said, "bytes"),
                    part(said, "compared"),
                    millis(said, "lag"),
                    millis(said, "left"),
                    Optional.ofNullable(said.get("log")).map(Long::parseLong)));
  }

  /** Returns the form in which it is kept in the catalog. */
  Map<String, String> toMap() {
    Map<String, String> map = new LinkedHashMap<>();
    map.put("step", step.word());
    put(map, "rows", rows);
    put(map, "bytes", bytes);
    put(map, "compared", compared);
    lag.ifPresent(time -> map.put("lag", Long.toString(time.toMillis())));
    left.ifPresent(time -> map.put("left", Long.toString(time.toMillis())));
    log.ifPresent(bytes -> map.put("log", Long.toString(bytes)));
    return map;
  }

  private static void put(Map<String, String> map, String name, Part part) {
    map.put(name, part.done() + "/" + part.of());
  }

  private static Part part(Map<String, String> said, String name) {
    String[] numbers = said.getOrDefault(name, "0/0").split("/", -1);
    return new Part(Long.parseLong(numbers[0]), Long.parseLong(numbers[1]));
  }

  private static Optional<Duration> millis(Map<String, String> said, String name) {
    return Optional.ofNullable(said.get(name)).map(Long::parseLong).map(Duration::ofMillis);
  }
}
