package io.croft.adopt;

import java.util.List;

/**
 * A bicycle workshop: partitions, triggers, views, natural and composite keys, a table that refers
 * to itself, two that refer to each other.
 */
final class WorkshopIT extends AdoptedContract {

  WorkshopIT() {
    super("workshop", "part", List.of(), "unit");
  }
}
