package io.croft.cli;

import io.croft.catalog.Operation;
import io.croft.catalog.Tenant;
import io.croft.core.Placement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows one tenant: where it lives, where it lived, and what is being done to it. */
@Command(
    name = "show",
    description = {
      "Shows one tenant: where it lives, where it lived, what is being done to it.",
      "",
      "Example: croft tenant show acme"
    })
final class TenantShow implements Callable<Integer> {

  /**
   * What is shown.
   *
   * @param history its homes, the present one first
   * @param operation the operation that has not ended, null when there is none
   */
  private record Shown(TenantView tenant, List<HomeView> history, @Nullable String operation) {

    Table table() {
      Table table =
          Table.of("property", "value")
              .row("slug", tenant.slug())
              .row("name", tenant.name())
              .row("id", tenant.id())
              .row("plan", tenant.plan())
              .row("region", tenant.region() == null ? "any" : tenant.region())
              .row("status", tenant.status())
              .row("operation", operation == null ? "none" : operation);
      for (HomeView home : history) {
        String which = home.epoch() == tenant.home().epoch() ? "home" : "lived";
        table.row(
            which,
            "%s@%s, database %s, schema %s, epoch %d"
                .formatted(
                    home.isolation(), home.server(), home.database(), home.schema(), home.epoch()));
      }
      return table;
    }
  }

  @Parameters(index = "0", paramLabel = "TENANT", description = "Its slug or id.")
  private String tenant = "";

  @Mixin private final CatalogOptions options;
  @Mixin private final OutputOptions output = new OutputOptions();

  TenantShow(Map<String, String> environment) {
    options = new CatalogOptions(environment);
  }

  @Override
  public Integer call() {
    Shown shown;
    try (ControlPlane plane = options.open()) {
      Tenant found = plane.tenant(tenant);
      List<Placement> history = plane.catalog().history(found.id());
      String operation =
          plane
              .catalog()
              .operations()
              .active(found.id())
              .map(Operation::id)
              .map(Object::toString)
              .orElse(null);
      shown =
          new Shown(
              TenantView.of(found, history.get(0)),
              history.stream().map(HomeView::of).toList(),
              operation);
    }
    output.write(shown, shown::table);
    return Exit.DONE.status();
  }
}
