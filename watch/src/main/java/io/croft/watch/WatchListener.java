package io.croft.watch;

import io.croft.catalog.ProbeChange;
import io.croft.catalog.ProbeResult;

/** Hears what the watch finds, on the thread of the watch. */
public interface WatchListener {

  /** Hears nothing. */
  WatchListener NONE = new WatchListener() {};

  /** A probe has been asked. */
  default void asked(ProbeResult result) {}

  /** A probe has another outcome than before; it has been kept in the catalog. */
  default void changed(ProbeChange change) {}
}
