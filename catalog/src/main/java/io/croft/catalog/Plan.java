package io.croft.catalog;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.core.Isolation;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * A commercial tier: where and how its tenants may live, and their limits.
 *
 * @param name unique
 * @param defaultIsolation one of the allowed ones
 * @param allowedIsolations not empty
 * @param allowedRegions empty for any region
 * @param limits of each of its tenants
 */
public record Plan(
    String name,
    Isolation defaultIsolation,
    Set<Isolation> allowedIsolations,
    Set<String> allowedRegions,
    Limits limits) {

  /**
   * Checks that the default is allowed and that names and regions have their shape.
   *
   * @throws CroftException {@code configuration-invalid} or {@code region-invalid}
   */
  public Plan {
    Words.name(name, "plan");
    allowedRegions.forEach(Words::region);
    if (!allowedIsolations.contains(defaultIsolation)) {
      throw new CroftException(
          ErrorCode.CONFIGURATION_INVALID,
          "plan "
              + name
              + " has the default isolation "
              + defaultIsolation
              + " but does not allow it",
          "allow it, or choose another default");
    }
    allowedIsolations = Collections.unmodifiableSet(EnumSet.copyOf(allowedIsolations));
    allowedRegions = Collections.unmodifiableSet(new TreeSet<>(allowedRegions));
  }

  /** Returns the plan with other limits. */
  public Plan withLimits(Limits others) {
    return new Plan(name, defaultIsolation, allowedIsolations, allowedRegions, others);
  }

  /** Returns true when its tenants may be kept apart in that way. */
  public boolean allows(Isolation isolation) {
    return allowedIsolations.contains(isolation);
  }

  /** Returns true when its tenants may live in that region. */
  public boolean allowsRegion(String region) {
    return allowedRegions.isEmpty() || allowedRegions.contains(region);
  }
}
