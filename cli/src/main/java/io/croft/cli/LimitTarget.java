package io.croft.cli;

import io.croft.catalog.Limits;
import io.croft.catalog.Plan;
import io.croft.catalog.Tenant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whose limits are meant: a plan's, or one tenant's. */
final class LimitTarget {

  @Option(names = "--plan", paramLabel = "PLAN", description = "Of all tenants of this plan.")
  private @Nullable String plan;

  @Option(names = "--tenant", paramLabel = "TENANT", description = "Of this tenant: slug or id.")
  private @Nullable String tenant;

  /** Returns the limits as they are; {@code plan-unknown} or {@code tenant-unknown}. */
  List<LimitView> show(ControlPlane plane) {
    if (tenant == null) {
      return LimitView.of(plan(plane).limits(), Limits.NONE);
    }
    return LimitView.of(planOf(plane, plane.tenant(tenant)), own(plane));
  }

  /** Returns what is said of the plan, or of the tenant itself. */
  Limits own(ControlPlane plane) {
    return tenant == null
        ? plan(plane).limits()
        : plane.catalog().limits(plane.tenant(tenant).id());
  }

  /** Returns what the limits would be with {@code changed} instead of {@link #own}. */
  List<LimitView> preview(ControlPlane plane, Limits changed) {
    return tenant == null
        ? LimitView.of(changed, Limits.NONE)
        : LimitView.of(planOf(plane, plane.tenant(tenant)), changed);
  }

  /** Puts {@code changed} in the place of {@link #own}. */
  void save(ControlPlane plane, Limits changed) {
    if (tenant == null) {
      plane.catalog().savePlan(plan(plane).withLimits(changed), ControlPlane.actor());
    } else {
      plane.catalog().saveLimits(plane.tenant(tenant).id(), changed, ControlPlane.actor());
    }
  }

  private Plan plan(ControlPlane plane) {
    return plane.catalog().plan(plan == null ? "" : plan);
  }

  private static Limits planOf(ControlPlane plane, Tenant tenant) {
    return plane.catalog().plan(tenant.plan()).limits();
  }
}
