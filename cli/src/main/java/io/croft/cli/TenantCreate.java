package io.croft.cli;

import io.croft.catalog.NewTenant;
import io.croft.catalog.Tenant;
import io.croft.catalog.TenantStatus;
import io.croft.core.Isolation;
import io.croft.core.Slug;
import io.croft.core.TenantId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Creates a tenant with its home. */
@Command(
    name = "create",
    description = {
      "Creates a tenant with its home. Interrupted and run again, it completes.",
      "",
      "Example: croft tenant create acme --name 'Acme Ltd' --plan professional"
    })
final class TenantCreate implements Callable<Integer> {

  @Parameters(index = "0", paramLabel = "SLUG", description = "The short name, unique.")
  private Slug slug = Slug.of("none");

  @Option(names = "--name", paramLabel = "NAME", description = "The name that people read.")
  private @Nullable String name;

  @Option(
      names = "--plan",
      paramLabel = "PLAN",
      defaultValue = "free",
      description = "Its plan (default: ${DEFAULT-VALUE}).")
  private String plan = "free";

  @Option(
      names = "--isolation",
      paramLabel = "ISOLATION",
      description = "pool, schema or database (default: what its plan says).")
  private @Nullable Isolation isolation;

  @Option(
      names = "--server",
      paramLabel = "SERVER",
      description = "Where it lives (default: the least full server that is allowed).")
  private @Nullable String server;

  @Option(
      names = "--region",
      paramLabel = "REGION",
      description = "The only region where it may live (default: any).")
  private @Nullable String region;

  @Option(
      names = "--id",
      paramLabel = "UUID",
      description = "Its permanent identity (default: a random one).")
  private @Nullable TenantId id;

  @Mixin private final CatalogOptions options;
  @Mixin private final OutputOptions output = new OutputOptions();

  TenantCreate(Map<String, String> environment) {
    options = new CatalogOptions(environment);
  }

  @Override
  public Integer call() {
    try (ControlPlane plane = options.open()) {
      NewTenant wanted =
          new NewTenant(identity(plane), slug, name == null ? slug.value() : name, plan, region);
      Tenant tenant =
          plane
              .provisioning()
              .provision(
                  wanted,
                  Optional.ofNullable(isolation),
                  Optional.ofNullable(server),
                  ControlPlane.actor());
      TenantView view = TenantView.of(tenant, plane.catalog().placement(tenant.id()).orElseThrow());
      output.write(view, () -> view.addTo(TenantView.table()));
    }
    return Exit.DONE.status();
  }

  /** The identity of an earlier, interrupted try, so that this one completes it. */
  private TenantId identity(ControlPlane plane) {
    if (id != null) {
      return id;
    }
    return plane
        .catalog()
        .tenant(slug)
        .filter(t -> t.status() == TenantStatus.PROVISIONING && t.plan().equals(plan))
        .map(Tenant::id)
        .orElseGet(TenantId::random);
  }
}
