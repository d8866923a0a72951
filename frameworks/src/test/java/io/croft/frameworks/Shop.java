package io.croft.frameworks;

import io.croft.catalog.Limits;
import io.croft.catalog.NewTenant;
import io.croft.catalog.Plan;
import io.croft.catalog.PostgresCatalog;
import io.croft.core.Isolation;
import io.croft.core.Slug;
import io.croft.core.TenantId;
import io.croft.home.ApplicationSchema;
import io.croft.home.Provisioning;
import io.croft.jdbc.CroftDataSource;
import io.croft.local.LocalFleet;
import io.croft.local.LocalFleetOptions;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** One server with a shop's tables, and two tenants of each isolation; one for all tests. */
final class Shop {

  private static final String PLAN = "any";
  private static final String SERVER = "one";

  private final Map<Isolation, TenantId> first = new EnumMap<>(Isolation.class);
  private final Map<Isolation, TenantId> second = new EnumMap<>(Isolation.class);
  private final CroftDataSource source;

  private Shop() {
    LocalFleet fleet =
        LocalFleet.start(
            new LocalFleetOptions(
                ApplicationSchema.of("classpath:io/croft/frameworks/shop"),
                Map.of(SERVER, "eu"),
                Optional.empty(),
                false,
                true));
    fleet
        .catalog()
        .savePlan(
            new Plan(PLAN, Isolation.POOL, EnumSet.allOf(Isolation.class), Set.of(), Limits.NONE),
            "test");
    for (Isolation isolation : Isolation.values()) {
      first.put(isolation, tenant(fleet, isolation, "first"));
      second.put(isolation, tenant(fleet, isolation, "second"));
    }
    source =
        CroftDataSource.builder(
                PostgresCatalog.open(fleet.reader("shop")), fleet.secret().application())
            // Else the driver describes the tables of all schemas in the home's database.
            .driverProperty("hideUnprivilegedObjects", "true")
            .build();
  }

  private static final class Shared {
    static final Shop SHOP = new Shop();
  }

  static Shop shared() {
    return Shared.SHOP;
  }

  TenantId first(Isolation isolation) {
    return Objects.requireNonNull(first.get(isolation));
  }

  TenantId second(Isolation isolation) {
    return Objects.requireNonNull(second.get(isolation));
  }

  CroftDataSource source() {
    return source;
  }

  private static TenantId tenant(LocalFleet fleet, Isolation isolation, String name) {
    Slug slug = Slug.of(name + "-" + isolation.name().toLowerCase(Locale.ROOT));
    return new Provisioning(fleet.catalog(), fleet.homes())
        .provision(
            NewTenant.of(slug, "A shop", PLAN), Optional.of(isolation), Optional.of(SERVER), "test")
        .id();
  }
}
