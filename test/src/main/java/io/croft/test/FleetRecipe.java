package io.croft.test;

import io.croft.home.ApplicationSchema;
import java.util.List;

/** What a fleet is made of; tests that say the same share one. */
record FleetRecipe(List<String> migrations, List<String> extensions) {

  static FleetRecipe of(EmbeddedCroft wanted) {
    return new FleetRecipe(List.of(wanted.migrations()), List.of(wanted.extensions()));
  }

  ApplicationSchema schema() {
    return new ApplicationSchema(migrations, extensions);
  }
}
