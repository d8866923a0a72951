package io.croft.catalog;

import static io.croft.catalog.Refused.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.core.Isolation;
import io.croft.core.Placement;
import io.croft.core.Slug;
import io.croft.core.TenantId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TenantsIT {

  private ControlCatalog catalog;

  @BeforeEach
  void open() {
    catalog = ControlCatalog.open(Catalogs.freshCatalog(), Catalogs.SECRET);
    catalog.addServer(Catalogs.server("eu-1", "eu"), "ada");
    catalog.addServer(Catalogs.server("us-1", "us"), "ada");
  }

  @AfterEach
  void close() {
    catalog.close();
  }

  @Test
  void seedsFourPlans() {
    assertThat(catalog.plans())
        .extracting(Plan::name, Plan::defaultIsolation)
        .containsExactly(
            tuple("enterprise", Isolation.DATABASE),
            tuple("free", Isolation.POOL),
            tuple("professional", Isolation.SCHEMA),
            tuple("standard", Isolation.POOL));
    assertThat(catalog.plan("free").allows(Isolation.SCHEMA)).isFalse();
    assertRefused(ErrorCode.PLAN_UNKNOWN, () -> catalog.plan("gold"));
  }

  @Test
  void forgetsACanaryAndNobodyElse() {
    Tenant canary = placed("croft-canary-1");
    Tenant customer = placed("acme");

    assertThat(catalog.forgetCanary(canary.id(), "ada")).isTrue();
    assertThat(catalog.forgetCanary(canary.id(), "ada")).isFalse();
    assertThat(catalog.forgetCanary(customer.id(), "ada")).isFalse();

    assertThat(catalog.tenant(canary.id())).isEmpty();
    assertThat(catalog.history(canary.id())).isEmpty();
    assertThat(catalog.tenant(customer.id())).contains(customer);
    assertThat(catalog.server("eu-1").tenants()).isEqualTo(1);
    assertThat(catalog.audit(AuditFilter.all()))
        .filteredOn(entry -> entry.action().equals("canary.forget"))
        .extracting(AuditEntry::objectKind)
        .containsExactlyInAnyOrder("placement", "tenant");
  }

  private Tenant placed(String slug) {
    NewTenant tenant = NewTenant.of(Slug.of(slug), slug, "free");
    return catalog.createTenant(tenant, Isolation.POOL, "eu-1", "ada");
  }

  @Test
  void keepsAServerAsItWasGiven() {
    NewServer server =
        new NewServer(
            "ap-1",
            "ap",
            Map.of("disk", "nvme"),
            7,
            20,
            "10.0.0.1",
            5433,
            "root",
            "s3cret",
            "app.example",
            6432);

    catalog.addServer(server, "ada");

    assertThat(catalog.server("ap-1"))
        .isEqualTo(
            new Server(
                "ap-1",
                "ap",
                Map.of("disk", "nvme"),
                7,
                20,
                "10.0.0.1",
                5433,
                "root",
                new Endpoint("ap-1", "app.example", 6432, 20),
                0));
    assertThat(catalog.endpoint("ap-1").jdbcUrl("x y"))
        .isEqualTo("jdbc:postgresql://app.example:6432/x%20y");
    assertRefused(ErrorCode.SERVER_EXISTS, () -> catalog.addServer(server, "ada"));
    assertRefused(ErrorCode.SERVER_UNKNOWN, () -> catalog.server("mars"));
    assertRefused(ErrorCode.SERVER_UNKNOWN, () -> catalog.endpoint("mars"));
    assertRefused(
        ErrorCode.SERVER_UNKNOWN, () -> catalog.changeServer(Catalogs.server("mars", "eu"), "ada"));
  }

  @Test
  void createsATenantWithItsFirstPlacement() {
    NewTenant acme = new NewTenant(TenantId.random(), Slug.of("acme"), "Acme", "standard", "eu");

    Tenant created = catalog.createTenant(acme, Isolation.POOL, "eu-1", "ada");

    assertThat(created)
        .isEqualTo(
            new Tenant(
                acme.id(), acme.slug(), "Acme", "standard", "eu", TenantStatus.PROVISIONING));
    assertThat(catalog.tenant(acme.id())).contains(created);
    assertThat(catalog.tenant(acme.slug())).contains(created);
    assertThat(catalog.placement(acme.id()))
        .contains(Placement.of(acme.id(), Isolation.POOL, "eu-1", 1));
    assertThat(catalog.server("eu-1").tenants()).isEqualTo(1);
    assertThat(catalog.activate(acme.id(), "ada").status()).isEqualTo(TenantStatus.ACTIVE);
    assertThat(catalog.suspend(acme.id(), "ada").status()).isEqualTo(TenantStatus.SUSPENDED);
  }

  @Test
  void returnsWhatIsThereWhenCreatedAgain() {
    NewTenant acme = NewTenant.of(Slug.of("acme"), "Acme", "standard");
    catalog.createTenant(acme, Isolation.POOL, "eu-1", "ada");
    Tenant active = catalog.activate(acme.id(), "ada");

    assertThat(catalog.createTenant(acme, Isolation.POOL, "us-1", "ada")).isEqualTo(active);
    assertThat(catalog.placement(acme.id()).orElseThrow().server()).isEqualTo("eu-1");
    assertThat(catalog.server("us-1").tenants()).isZero();
  }

  @Test
  void refusesAnIdentityThatHasAnotherSlug() {
    NewTenant acme = create("acme");

    assertRefused(
        ErrorCode.TENANT_EXISTS,
        () ->
            catalog.createTenant(
                new NewTenant(acme.id(), Slug.of("other"), "Other", "free", null),
                Isolation.POOL,
                "eu-1",
                "ada"));
  }

  @Test
  void leavesNothingBehindWhenItRefusesATenant() {
    catalog.savePlan(
        new Plan("local", Isolation.POOL, Set.of(Isolation.POOL), Set.of("eu"), Limits.NONE),
        "ada");
    catalog.changeServer(Catalogs.server("us-1", "us").withCapacity(0, 10), "ada");
    Map<ErrorCode, NewTenant> refused =
        Map.of(
            ErrorCode.PLAN_UNKNOWN, NewTenant.of(Slug.of("acme"), "Acme", "gold"),
            ErrorCode.REGION_FORBIDDEN, NewTenant.of(Slug.of("acme"), "Acme", "local"),
            ErrorCode.ISOLATION_FORBIDDEN, NewTenant.of(Slug.of("acme"), "Acme", "free"),
            ErrorCode.SERVER_UNKNOWN, NewTenant.of(Slug.of("acme"), "Acme", "standard"),
            ErrorCode.SERVER_FULL, NewTenant.of(Slug.of("acme"), "Acme", "enterprise"));

    refused.forEach(
        (code, tenant) ->
            assertRefused(
                code,
                () ->
                    catalog.createTenant(
                        tenant,
                        code == ErrorCode.ISOLATION_FORBIDDEN ? Isolation.SCHEMA : Isolation.POOL,
                        code == ErrorCode.SERVER_UNKNOWN ? "mars" : "us-1",
                        "ada")));

    assertThat(catalog.tenants(TenantFilter.all())).isEmpty();
    assertThat(catalog.audit(AuditFilter.all())).noneMatch(e -> e.objectKind().equals("tenant"));
    assertThat(catalog.server("us-1").tenants()).isZero();
  }

  @Test
  void givesASlugToOneOfManyWhoTakeItTogether() throws InterruptedException {
    List<Callable<Tenant>> takers = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      String server = i % 2 == 0 ? "eu-1" : "us-1";
      NewTenant tenant = NewTenant.of(Slug.of("acme"), "Acme", "free");
      takers.add(() -> catalog.createTenant(tenant, Isolation.POOL, server, "ada"));
    }

    List<Race.Result<Tenant>> results = Race.run(takers);

    assertThat(results).filteredOn(r -> r.error() == null).hasSize(1);
    assertThat(results)
        .filteredOn(r -> r.error() != null)
        .extracting(r -> ((CroftException) r.error()).code())
        .hasSize(5)
        .containsOnly(ErrorCode.SLUG_TAKEN);
    assertThat(catalog.servers().stream().mapToInt(Server::tenants).sum()).isEqualTo(1);
  }

  @Test
  void neverFillsAServerBeyondItsCapacity() throws InterruptedException {
    catalog.changeServer(Catalogs.server("eu-1", "eu").withCapacity(3, 10), "ada");
    List<Callable<Tenant>> takers = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      NewTenant tenant = NewTenant.of(Slug.of("tenant-" + i), "Tenant", "free");
      takers.add(() -> catalog.createTenant(tenant, Isolation.POOL, "eu-1", "ada"));
    }

    List<Race.Result<Tenant>> results = Race.run(takers);

    assertThat(results).filteredOn(r -> r.error() == null).hasSize(3);
    assertThat(catalog.tenants(TenantFilter.all())).hasSize(3);
    assertThat(catalog.server("eu-1").tenants()).isEqualTo(3);
  }

  @Test
  void listsTenantsPageByPage() {
    List<String> slugs = IntStream.range(0, 7).mapToObj(i -> "tenant-" + i).toList();
    slugs.forEach(this::create);
    List<String> seen = new ArrayList<>();
    TenantFilter page = TenantFilter.all().withLimit(3);

    List<TenantRow> rows = catalog.tenants(page);
    while (!rows.isEmpty()) {
      rows.forEach(r -> seen.add(r.tenant().slug().value()));
      page = page.withAfter(rows.get(rows.size() - 1).tenant().slug());
      rows = catalog.tenants(page);
    }

    assertThat(seen).isEqualTo(slugs);
    assertThat(catalog.tenants(new TenantFilter(TenantStatus.ACTIVE, null, null, null, null, 10)))
        .isEmpty();
    assertThat(catalog.tenants(new TenantFilter(null, "free", "eu-1", Isolation.POOL, null, 10)))
        .hasSize(7);
  }

  @Test
  void allocatesEpochsThatOnlyGrow() throws InterruptedException {
    NewTenant acme = create("acme");
    Callable<Long> next = () -> catalog.nextEpoch(acme.id());

    List<Race.Result<Long>> results = Race.run(List.of(next, next, next, next));

    assertThat(results).extracting(Race.Result::value).containsExactlyInAnyOrder(2L, 3L, 4L, 5L);
    assertRefused(ErrorCode.TENANT_UNKNOWN, () -> catalog.nextEpoch(TenantId.random()));
  }

  @Test
  void followsAMoveOnce() {
    NewTenant acme = create("acme");
    Placement first = catalog.placement(acme.id()).orElseThrow();
    Placement second =
        Placement.of(acme.id(), Isolation.SCHEMA, "us-1", catalog.nextEpoch(acme.id()));
    Placement third = Placement.of(acme.id(), Isolation.POOL, "eu-1", catalog.nextEpoch(acme.id()));

    assertThat(catalog.follow(first, second, "mover")).isTrue();
    assertThat(catalog.follow(first, second, "mover")).as("again").isTrue();
    assertThat(catalog.follow(first, third, "mover")).as("from a past placement").isFalse();

    assertThat(catalog.placement(acme.id())).contains(second);
    assertThat(catalog.history(acme.id())).containsExactly(second, first);
    assertThat(catalog.server("eu-1").tenants()).isZero();
    assertThat(catalog.server("us-1").tenants()).isEqualTo(1);
  }

  @Test
  void followsOneOfTwoMovesFromTheSamePlacement() throws InterruptedException {
    NewTenant acme = create("acme");
    Placement first = catalog.placement(acme.id()).orElseThrow();
    Placement one = Placement.of(acme.id(), Isolation.SCHEMA, "us-1", catalog.nextEpoch(acme.id()));
    Placement two =
        Placement.of(acme.id(), Isolation.DATABASE, "us-1", catalog.nextEpoch(acme.id()));

    List<Race.Result<Boolean>> results =
        Race.run(
            List.of(
                () -> catalog.follow(first, one, "mover"),
                () -> catalog.follow(first, two, "mover")));

    assertThat(results).extracting(Race.Result::value).containsExactlyInAnyOrder(true, false);
    assertThat(catalog.server("us-1").tenants()).isEqualTo(1);
  }

  @Test
  void refusesAnEpochThatWasNeverAllocated() {
    NewTenant acme = create("acme");
    Placement first = catalog.placement(acme.id()).orElseThrow();

    assertThatThrownBy(
            () ->
                catalog.follow(
                    first, Placement.of(acme.id(), Isolation.SCHEMA, "us-1", 2), "mover"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("never allocated");
  }

  @Test
  void saysWhetherATenantMayBeMovedThere() {
    NewTenant acme = create("acme");
    catalog.changeServer(Catalogs.server("eu-1", "eu").withCapacity(1, 10), "ada");
    catalog.changeServer(Catalogs.server("us-1", "us").withCapacity(0, 10), "ada");

    catalog.requireAllowed(acme.id(), Isolation.POOL, "eu-1");
    assertRefused(
        ErrorCode.SERVER_FULL, () -> catalog.requireAllowed(acme.id(), Isolation.POOL, "us-1"));
    assertRefused(
        ErrorCode.ISOLATION_FORBIDDEN,
        () -> catalog.requireAllowed(acme.id(), Isolation.DATABASE, "eu-1"));
    assertRefused(
        ErrorCode.TENANT_UNKNOWN,
        () -> catalog.requireAllowed(TenantId.random(), Isolation.POOL, "eu-1"));
  }

  @Test
  void choosesTheLeastFullServerAsTenantsCome() {
    Plan free = catalog.plan("free");
    assertThat(catalog.choose(free, Optional.empty()).name()).isEqualTo("eu-1");

    create("acme");

    assertThat(catalog.choose(free, Optional.empty()).name()).isEqualTo("us-1");
    assertThat(catalog.choose(free, Optional.of("eu")).name()).isEqualTo("eu-1");
  }

  private NewTenant create(String slug) {
    NewTenant tenant = NewTenant.of(Slug.of(slug), "Name of " + slug, "free");
    catalog.createTenant(tenant, Isolation.POOL, "eu-1", "ada");
    return tenant;
  }
}
