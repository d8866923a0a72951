package io.croft.move;

import static io.croft.core.Isolation.DATABASE;
import static io.croft.core.Isolation.POOL;
import static io.croft.core.Isolation.SCHEMA;
import static io.croft.testbed.TestFleet.EU;
import static io.croft.testbed.TestFleet.US;

import java.util.List;

final class FencedMoveCrashIT extends MoveCrashContract {

  @Override
  MoveMode mode() {
    return MoveMode.FENCED_COPY;
  }

  @Override
  List<Hop> hops() {
    return List.of(new Hop(POOL, EU, SCHEMA, EU), new Hop(SCHEMA, EU, DATABASE, US));
  }

  @Override
  List<String> failpoints() {
    return List.of(
        "rehearsed.recorded",
        "prepared.before",
        "prepared.recorded",
        "copied.after",
        "copied.recorded",
        "fenced.before",
        "fenced.after",
        "verified.after",
        "switched.before",
        "switched.after",
        "opened.after",
        "opened.recorded",
        "followed.before",
        "followed.after",
        "cleaned.before",
        "cleaned.after",
        "cleaned.recorded");
  }

  @Override
  List<String> undone() {
    return List.of(
        "rehearsed.recorded",
        "prepared.before",
        "prepared.recorded",
        "copied.after",
        "copied.recorded",
        "fenced.before",
        "fenced.after",
        "verified.after",
        "switched.before");
  }
}
