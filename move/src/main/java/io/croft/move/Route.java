package io.croft.move;

import io.croft.core.Isolation;
import io.croft.core.Placement;
import io.croft.core.TenantId;
import java.util.Map;
import java.util.Optional;

/**
 * From where to where a tenant moves, and its form in an operation's spec.
 *
 * @param wanted the mode that somebody wants, empty to choose by size
 */
record Route(Placement from, Placement to, Optional<MoveMode> wanted) {

  private static final String BY_SIZE = "by-size";

  Map<String, String> toSpec() {
    return Map.of(
        "fromIsolation", from.isolation().word(),
        "fromServer", from.server(),
        "fromEpoch", Long.toString(from.epoch()),
        "toIsolation", to.isolation().word(),
        "toServer", to.server(),
        "toEpoch", Long.toString(to.epoch()),
        "mode", wanted.map(MoveMode::word).orElse(BY_SIZE));
  }

  static Route of(TenantId tenant, Map<String, String> spec) {
    String mode = required(spec, "mode");
    return new Route(
        placement(tenant, spec, "from"),
        placement(tenant, spec, "to"),
        mode.equals(BY_SIZE) ? Optional.empty() : Optional.of(MoveMode.of(mode)));
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
