package io.croft.demo;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What a demo is to be like.
 *
 * @param traffic how long the clients work around the busy tenant's moves; at least five seconds
 * @param tenants how many businesses there are; at least 24
 * @param seed from which everything that is generated is drawn
 * @param data an empty or new directory in which the servers' files are kept; empty: they are
 *     removed at the end
 */
public record DemoOptions(Duration traffic, int tenants, long seed, Optional<Path> data) {

  private static final Duration SHORTEST = Duration.ofSeconds(5);

  /** Twenty seconds, 120 businesses, seed 42, nothing kept. */
  public static final DemoOptions DEFAULT =
      new DemoOptions(Duration.ofSeconds(20), 120, 42, Optional.empty());

  /**
   * Checks the numbers.
   *
   * @throws CroftException {@code configuration-invalid}, saying all that is wrong
   */
  public DemoOptions {
    StringBuilder wrong = new StringBuilder();
    if (traffic.compareTo(SHORTEST) < 0) {
      wrong.append("%d seconds of traffic; ".formatted(traffic.toSeconds()));
    }
    if (tenants < Fleet.SMALLEST) {
      wrong.append("%d tenants; ".formatted(tenants));
    }
    if (!wrong.isEmpty()) {
      throw new CroftException(
          ErrorCode.CONFIGURATION_INVALID,
          "too little to show every promise: " + wrong.substring(0, wrong.length() - 2),
          "ask for at least %d seconds and %d tenants"
              .formatted(SHORTEST.toSeconds(), Fleet.SMALLEST));
    }
  }
}
