package io.croft.move;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Takes down how long the parts of a fence last, one after the other. For one thread. */
final class FenceClock {

  private final List<FencePart> parts = new ArrayList<>();
  private long since = System.nanoTime();

  /** A part begins now; what came before belongs to none. */
  void begins() {
    since = System.nanoTime();
  }

  /** The part that began with the last one's end, or by {@link #begins}, has ended now. */
  void ended(String name) {
    long now = System.nanoTime();
    parts.add(new FencePart(name, Duration.ofNanos(now - since)));
    since = now;
  }

  List<FencePart> parts() {
    return List.copyOf(parts);
  }

  /** Returns all parts, for people. */
  @Override
  public String toString() {
    return parts.stream().map(FencePart::toString).collect(Collectors.joining(", "));
  }
}
