package io.croft.catalog;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.core.Isolation;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Where a tenant may live by its plan and its region. */
final class PlacementRules {

  private static final Comparator<Server> LEAST_FULL =
      Comparator.comparingDouble((Server s) -> (double) s.tenants() / s.maxTenants())
          .thenComparing(Server::name);

  private PlacementRules() {}

  /** Throws {@code isolation-forbidden} or {@code region-forbidden} when it may not. */
  static void check(Plan plan, @Nullable String region, Isolation isolation, Server server) {
    if (!plan.allows(isolation)) {
      throw new CroftException(
          ErrorCode.ISOLATION_FORBIDDEN,
          "plan " + plan.name() + " does not allow isolation " + isolation,
          "it allows " + plan.allowedIsolations() + "; choose one of them or another plan");
    }
    if (region != null) {
      checkRegion(plan, region);
      if (!region.equals(server.region())) {
        throw new CroftException(
            ErrorCode.REGION_FORBIDDEN,
            "server "
                + server.name()
                + " is in region "
                + server.region()
                + ", but the tenant may only live in "
                + region,
            "choose a server in region " + region);
      }
    }
    checkRegion(plan, server.region());
  }

  /**
   * Returns the least full server that has room, in the region when one is given and in the plan's
   * regions when it restricts them.
   */
  static Server choose(List<Server> servers, Plan plan, Optional<String> region) {
    region.ifPresent(r -> checkRegion(plan, r));
    List<Server> allowed =
        servers.stream()
            .filter(s -> plan.allowsRegion(s.region()))
            .filter(s -> region.map(s.region()::equals).orElse(true))
            .toList();
    if (allowed.isEmpty()) {
      throw nowhere(servers, plan, region);
    }
    return allowed.stream()
        .filter(Server::hasRoom)
        .min(LEAST_FULL)
        .orElseThrow(() -> Refusals.full(allowed));
  }

  private static void checkRegion(Plan plan, String region) {
    if (!plan.allowsRegion(region)) {
      throw new CroftException(
          ErrorCode.REGION_FORBIDDEN,
          "plan " + plan.name() + " does not allow region " + region,
          "it allows " + plan.allowedRegions() + "; choose one of them or another plan");
    }
  }

  private static CroftException nowhere(List<Server> servers, Plan plan, Optional<String> region) {
    TreeSet<String> regions =
        servers.stream().map(Server::region).collect(Collectors.toCollection(TreeSet::new));
    return region
        .map(
            r ->
                new CroftException(
                    ErrorCode.REGION_INVALID,
                    "no server is in region " + r,
                    "there are servers in " + regions + "; choose one of them or add a server"))
        .orElseGet(
            () ->
                new CroftException(
                    ErrorCode.SERVER_UNKNOWN,
                    "no server may hold tenants of plan " + plan.name() + "; regions: " + regions,
                    "add a server, or a region to the plan"));
  }
}
