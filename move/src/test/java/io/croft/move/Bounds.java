package io.croft.move;

import java.util.Map;

/**
 * How far the safe configurations are searched: as they are written, or as far as a build may take
 * some minutes for. The system property {@code croft.model.bounds} says which.
 */
enum Bounds {
  SMALL,
  FULL;

  static Bounds asked() {
    return "full".equals(System.getProperty("croft.model.bounds")) ? FULL : SMALL;
  }

  /** Returns the model with other constants in the full bounds, unchanged in the small ones. */
  Model of(Model model, Map<String, Object> full) {
    if (this == SMALL) {
      return model;
    }
    Model wider = model;
    for (Map.Entry<String, Object> constant : full.entrySet()) {
      wider = wider.with(constant.getKey(), constant.getValue());
    }
    return wider;
  }

  /** Returns the checker that has room for these bounds. */
  Tlc tlc() {
    return this == FULL ? Tlc.thorough() : Tlc.quick();
  }
}
