package io.croft.spring;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A way to a value that may be cached. */
enum CacheWay {
  KEY((notes, id) -> notes.byKey(id)),
  GENERATED_KEY((notes, id) -> notes.byGeneratedKey(id)),
  IN_TURN((notes, id) -> notes.inTurn(id)),
  STANDARD((notes, id) -> notes.byStandard(id)),
  MANAGER((notes, id) -> notes.look(notes.cache(), id)),
  KEPT((notes, id) -> notes.look(notes.kept(), id)),
  LOADER((notes, id) -> notes.load(id)),
  FUTURE((notes, id) -> notes.future(id).join()),
  FUTURE_IN_TURN((notes, id) -> notes.futureInTurn(id).join()),
  MONO((notes, id) -> notes.mono(id).block());

  private interface Reading {
    @Nullable String read(CachedNotes notes, String id);
  }

  private final Reading reading;

  CacheWay(Reading reading) {
    this.reading = reading;
  }

  /** Returns true for those that need a cache which can be asked without waiting. */
  boolean needsFutures() {
    return compareTo(FUTURE) >= 0;
  }

  String read(CachedNotes notes, String id) {
    return Objects.requireNonNull(reading.read(notes, id));
  }
}
