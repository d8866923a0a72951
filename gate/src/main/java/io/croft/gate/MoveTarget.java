package io.croft.gate;

import io.croft.core.Isolation;
import io.croft.core.Placement;
import io.croft.core.TenantId;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The spelling of a placement in a gate row: {@code isolation@server#epoch}. */
final class MoveTarget {

  private static final Pattern SHAPE = Pattern.compile("(pool|schema|database)@(.+)#(\\d{1,18})");

  private MoveTarget() {}

  static String format(Placement placement) {
    return placement.isolation() + "@" + placement.server() + "#" + placement.epoch();
  }

  static Optional<Placement> parse(TenantId tenant, String text) {
    Matcher matcher = SHAPE.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    return Optional.of(
        Placement.of(
            tenant,
            Isolation.of(matcher.group(1)),
            matcher.group(2),
            Long.parseLong(matcher.group(3))));
  }
}
