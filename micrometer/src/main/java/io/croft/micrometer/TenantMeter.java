package io.croft.micrometer;

import io.croft.jdbc.ErrorKind;
import io.croft.jdbc.Usage;
import io.micrometer.core.instrument.Tag;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;

/**
 * A counter that each of the costliest tenants has, and all others together.
 *
 * @param tag beside that of the tenant
 * @param scale how many of what {@code count} returns are one of the unit
 */
record TenantMeter(
    String name,
    Optional<Tag> tag,
    String unit,
    String description,
    double scale,
    ToLongFunction<Usage> count) {

  private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

  static final List<TenantMeter> ALL = all();

  private static List<TenantMeter> all() {
    List<TenantMeter> meters =
        new ArrayList<>(
            List.of(
                of("transactions", "transactions", "run to whatever end", Usage::transactions),
                of(
                    "checkouts",
                    "connections",
                    "handed out, those for repeated attempts and for questions to a gate included",
                    Usage::checkouts),
                seconds(
                    "held",
                    "database time: for which connections were held",
                    usage -> usage.held().toNanos()),
                seconds(
                    "waited",
                    "for which connections were waited for, their making included",
                    usage -> usage.waited().toNanos())));
    for (boolean enforced : new boolean[] {true, false}) {
      meters.add(
          of(
                  "over.limit",
                  "requests",
                  "that a limit held back or turned away, or would have if it were enforced",
                  enforced ? Usage::overLimit : Usage::overLimitDryRun)
              .with(Tag.of("enforced", String.valueOf(enforced))));
    }
    for (ErrorKind kind : ErrorKind.values()) {
      meters.add(
          of("errors", "errors", "that the application has seen", usage -> usage.errors(kind))
              .with(Tag.of("kind", kind.word())));
    }
    return List.copyOf(meters);
  }

  private static TenantMeter of(
      String name, String unit, String description, ToLongFunction<Usage> count) {
    return new TenantMeter("croft.tenant." + name, Optional.empty(), unit, description, 1, count);
  }

  private static TenantMeter seconds(String name, String description, ToLongFunction<Usage> nanos) {
    return new TenantMeter(
        "croft.tenant." + name, Optional.empty(), "seconds", description, NANOS, nanos);
  }

  private TenantMeter with(Tag extra) {
    return new TenantMeter(name, Optional.of(extra), unit, description, scale, count);
  }

  /** Returns all counts of a usage, in the order of {@link #ALL}. */
  static long[] counts(Usage usage) {
    return ALL.stream().mapToLong(meter -> meter.count().applyAsLong(usage)).toArray();
  }
}
