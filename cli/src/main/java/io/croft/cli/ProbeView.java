package io.croft.cli;

import io.croft.catalog.ProbeResult;
import org.jspecify.annotations.Nullable;

/**
 * What a probe has found, as the command line shows it.
 *
 * @param tenant whose home was probed, null for a pool
 * @param epoch of the home, null for a pool
 */
record ProbeView(
    String server,
    String database,
    String isolation,
    @Nullable String tenant,
    @Nullable Long epoch,
    String probe,
    String outcome,
    String evidence,
    long millis) {

  static ProbeView of(ProbeResult result) {
    return new ProbeView(
        result.server(),
        result.database(),
        result.isolation().word(),
        result.tenant() == null ? null : result.tenant().toString(),
        result.epoch(),
        result.probe(),
        result.outcome().word(),
        result.evidence(),
        result.millis());
  }

  /** Returns the tenant as tables show it. */
  String whose() {
    return tenant == null ? "-" : tenant;
  }
}
