package io.croft.watch;

import io.croft.catalog.ProbeChange;
import io.croft.catalog.ProbeOutcome;
import io.croft.catalog.ProbeResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says each alarm, each blind spot and each recovery once, when it begins. */
final class Alerts {

  private static final Logger LOG = LoggerFactory.getLogger(Watch.class);

  private final WatchListener listener;

  Alerts(WatchListener listener) {
    this.listener = listener;
  }

  void asked(ProbeResult result) {
    listener.asked(result);
  }

  void changed(ProbeChange change) {
    ProbeResult result = change.result();
    if (result.outcome() == ProbeOutcome.ALARM) {
      LOG.error(
          "isolation is broken in {}: probe {}: {}; see docs/watch.md#{}",
          result.place(),
          result.probe(),
          result.evidence(),
          result.probe());
    } else if (result.outcome() == ProbeOutcome.BLIND) {
      LOG.warn(
          "isolation is not proved in {}: probe {} could not look: {}; see docs/watch.md#{}",
          result.place(),
          result.probe(),
          result.evidence(),
          result.probe());
    } else if (change.resolves()) {
      LOG.info("isolation holds again in {}: probe {}", result.place(), result.probe());
    }
    listener.changed(change);
  }
}
