package io.croft.move;

import io.croft.core.Isolation;
import io.croft.core.Placement;
import io.croft.core.TenantId;
import java.util.Map;

/** From where to where a tenant moves, and its form in an operation's spec. */
record Route(Placement from, Placement to) {

  Map<String, String> toSpec() {
    return Map.of(
        "fromIsolation", from.isolation().word(),
        "fromServer", from.server(),
        "fromEpoch", Long.toString(from.epoch()),
        "toIsolation", to.isolation().word(),
        "toServer", to.server(),
        "toEpoch", Long.toString(to.epoch()),
        "mode", MoveMode.FENCED_COPY.word());
  }

  static Route of(TenantId tenant, Map<String, String> spec) {
    return new Route(placement(tenant, spec, "from"), placement(tenant, spec, "to"));
  }

  TenantId tenant() {
    return from.tenant();
  }

  private static Placement placement(TenantId tenant, Map<String, String> spec, String prefix) {
    return Placement.of(
        tenant,
        Isolation.of(required(spec, prefix + "Isolation")),
        required(spec, prefix + "Server"),
        Long.parseLong(required(spec, prefix + "Epoch")));
  }

  private static String required(Map<String, String> spec, String name) {
    String value = spec.get(name);
    if (value == null) {
      throw new IllegalStateException("the spec of the move lacks " + name);
    }
    return value;
  }
}
