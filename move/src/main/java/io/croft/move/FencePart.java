package io.croft.move;

import java.time.Duration;

/**
 * What was done while a home was being shut or was shut, and how long it took.
 *
 * @param name what was done: {@code waited} for the tenant's transactions, {@code drained} the
 *     stream, {@code compared}, {@code checked} that no migration came between and what is to be
 *     compared after the switch, {@code switched}, {@code opened}; {@code given up} when the home
 *     was opened again, and all began anew
 * @param took how long
 */
public record FencePart(String name, Duration took) {

  @Override
  public String toString() {
    return name + " " + took.toMillis() + " ms";
  }
}
