package io.croft.cli;

import io.croft.catalog.TenantFilter;
import io.croft.catalog.TenantRow;
import io.croft.catalog.TenantStatus;
import io.croft.core.Isolation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists tenants by slug. */
@Command(
    name = "list",
    description = {"Lists tenants by slug.", "", "Example: croft tenant list --isolation database"})
final class TenantList implements Callable<Integer> {

  private static final int PAGE = 500;

  @Option(
      names = "--status",
      paramLabel = "STATUS",
      description = "Only those in this status: ${COMPLETION-CANDIDATES}.")
  private @Nullable TenantStatus status;

  @Option(names = "--plan", paramLabel = "PLAN", description = "Only those of this plan.")
  private @Nullable String plan;

  @Option(names = "--server", paramLabel = "SERVER", description = "Only those on this server.")
  private @Nullable String server;

  @Option(
      names = "--isolation",
      paramLabel = "ISOLATION",
      description = "Only those kept apart this way: pool, schema or database.")
  private @Nullable Isolation isolation;

  @Mixin private final CatalogOptions options;
  @Mixin private final OutputOptions output = new OutputOptions();

  TenantList(Map<String, String> environment) {
    options = new CatalogOptions(environment);
  }

  @Override
  public Integer call() {
    List<TenantView> views = new ArrayList<>();
    try (ControlPlane plane = options.open()) {
      TenantFilter filter = new TenantFilter(status, plan, server, isolation, null, PAGE);
      List<TenantRow> page = plane.catalog().tenants(filter);
      while (!page.isEmpty()) {
        page.forEach(row -> views.add(TenantView.of(row.tenant(), row.placement())));
        TenantRow last = page.get(page.size() - 1);
        page = plane.catalog().tenants(filter.withAfter(last.tenant().slug()));
      }
    }
    output.write(
        views,
        () -> {
          Table table = TenantView.table();
          views.forEach(view -> view.addTo(table));
          return table;
        });
    return Exit.DONE.status();
  }
}
