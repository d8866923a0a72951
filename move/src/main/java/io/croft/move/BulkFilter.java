package io.croft.move;

import io.croft.catalog.ControlCatalog;
import io.croft.catalog.Server;
import io.croft.catalog.Tenant;
import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.core.Isolation;
import io.croft.core.Placement;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which tenants are to move. A null, or no labels, does not restrict; something must.
 *
 * @param plan only those of this plan
 * @param server only those that live on this server
 * @param labels only those that live on servers with all these labels
 * @param isolation only those that are kept apart in this way
 */
public record BulkFilter(
    @Nullable String plan,
    @Nullable String server,
    Map<String, String> labels,
    @Nullable Isolation isolation) {

  /**
   * Copies the labels.
   *
   * @throws CroftException {@code argument-invalid} when nothing restricts
   */
  public BulkFilter {
    labels = Map.copyOf(labels);
    if (plan == null && server == null && labels.isEmpty() && isolation == null) {
      throw new CroftException(
          ErrorCode.ARGUMENT_INVALID,
          "every tenant would be moved",
          "name a plan, a server, a label of servers or an isolation that the tenants have now");
    }
  }

  /**
   * Returns the servers whose tenants are meant; empty where all are.
   *
   * @throws CroftException {@code server-unknown}
   */
  Optional<Set<String>> servers(ControlCatalog catalog) {
    if (server != null) {
      // Refuses a name that nobody bears.
      Server named = catalog.server(server);
      return Optional.of(isLabelled(named) ? Set.of(server) : Set.of());
    }
    return labels.isEmpty()
        ? Optional.empty()
        : Optional.of(
            catalog.servers().stream()
                .filter(this::isLabelled)
                .map(Server::name)
                .collect(Collectors.toUnmodifiableSet()));
  }

  private boolean isLabelled(Server any) {
    return any.labels().entrySet().containsAll(labels.entrySet());
  }

  /** Returns whether a tenant that lives, or has lived, at {@code home} is meant. */
  boolean admits(Tenant tenant, Placement home, Optional<Set<String>> servers) {
    return (plan == null || plan.equals(tenant.plan()))
        && (isolation == null || isolation == home.isolation())
        && servers.map(any -> any.contains(home.server())).orElse(true);
  }
}
