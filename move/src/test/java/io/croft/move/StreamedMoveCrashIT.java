package io.croft.move;

import static io.croft.core.Isolation.DATABASE;
import static io.croft.core.Isolation.SCHEMA;
import static io.croft.testbed.TestFleet.EU;
import static io.croft.testbed.TestFleet.US;

import java.util.List;

final class StreamedMoveCrashIT extends MoveCrashContract {

  @Override
  MoveMode mode() {
    return MoveMode.STREAMED;
  }

  @Override
  List<Hop> hops() {
    return List.of(new Hop(DATABASE, EU, SCHEMA, US));
  }

  @Override
  List<String> failpoints() {
    return List.of(
        "subscribed.before",
        "subscribed.after",
        "subscribed.recorded",
        "copied.after",
        "copied.recorded",
        "caught_up.after",
        "verified.after",
        "fenced.before",
        "fenced.after",
        "drained.after",
        "switched.before",
        "switched.after",
        "opened.after",
        "drained.recorded",
        "followed.before",
        "followed.after",
        "cleaned.before",
        "cleaned.after");
  }

  @Override
  List<String> undone() {
    return List.of(
        "subscribed.after",
        "copied.recorded",
        "caught_up.after",
        "fenced.after",
        "switched.before");
  }
}
