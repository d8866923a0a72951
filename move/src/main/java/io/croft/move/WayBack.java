package io.croft.move;

import io.croft.core.Isolation;
import io.croft.core.Placement;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The way back that a move keeps: a second move, in the other direction, whose new home is made of
 * the old one. It follows the tenant's changes and waits to be wanted. Everything of it is decided
 * before the first move begins.
 *
 * @param operation the second move's row in the catalog, created when the first is done
 * @param epoch of the home that the old one becomes
 * @param lasts how long the way back is kept after the first move
 */
record WayBack(UUID operation, long epoch, Duration lasts) {

  Map<String, String> toSpec() {
    return Map.of(
        "wayBack", operation.toString(),
        "wayBackEpoch", Long.toString(epoch),
        "wayBackSeconds", Long.toString(lasts.toSeconds()));
  }

  static Optional<WayBack> of(Map<String, String> spec) {
    return Optional.ofNullable(spec.get("wayBack"))
        .map(
            operation ->
                new WayBack(
                    UUID.fromString(operation),
                    Long.parseLong(spec.getOrDefault("wayBackEpoch", "0")),
                    Duration.ofSeconds(Long.parseLong(spec.getOrDefault("wayBackSeconds", "0")))));
  }

  /** Returns the spec of the second move, which begins {@code now}. */
  Map<String, String> returning(Route forth, Instant now) {
    Placement old = forth.from();
    Placement renewed = Placement.of(old.tenant(), old.isolation(), old.server(), epoch);
    Map<String, String> spec =
        new HashMap<>(new Route(forth.to(), renewed, Optional.of(MoveMode.STREAMED)).toSpec());
    spec.put("adoptedEpoch", Long.toString(old.epoch()));
    spec.put("settleAt", now.plus(lasts).toString());
    return spec;
  }

  /** Returns the old home of a second move. */
  static Optional<Placement> adopted(Placement renewed, Map<String, String> spec) {
    return Optional.ofNullable(spec.get("adoptedEpoch"))
        .map(
            epoch -> {
              Isolation isolation = renewed.isolation();
              return Placement.of(
                  renewed.tenant(), isolation, renewed.server(), Long.parseLong(epoch));
            });
  }
}
