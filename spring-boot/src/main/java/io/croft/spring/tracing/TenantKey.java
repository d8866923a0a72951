package io.croft.spring.tracing;

import io.croft.core.TenantId;
import io.croft.core.TenantScope;
import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;

/**
 * Gives each observation that starts in a scope the tenant's identity, as a key of which there are
 * many: it is on spans, and never on a meter. Of a key that is listed as a field of baggage the
 * tracer makes baggage, in place of what a client has sent.
 */
final class TenantKey implements ObservationHandler<Observation.Context> {

  private static final String KEY = "tenant";

  static KeyValue of(TenantId tenant) {
    return KeyValue.of(KEY, tenant.toString());
  }

  @Override
  public void onStart(Observation.Context context) {
    TenantScope.current().map(TenantKey::of).ifPresent(context::addHighCardinalityKeyValue);
  }

  @Override
  public boolean supportsContext(Observation.Context context) {
    return true;
  }
}
