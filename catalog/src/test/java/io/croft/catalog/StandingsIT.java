package io.croft.catalog;

import static io.croft.catalog.Refused.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.croft.core.ErrorCode;
import io.croft.core.Isolation;
import io.croft.core.Slug;
import io.croft.core.TenantId;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StandingsIT {

  private CatalogAddress address;
  private ControlCatalog catalog;
  private TenantId acme;

  @BeforeEach
  void open() {
    address = Catalogs.freshCatalog();
    catalog = ControlCatalog.open(address, Catalogs.SECRET);
    catalog.addServer(Catalogs.server("eu-1", "eu"), "ada");
    acme = tenant("acme");
  }

  @AfterEach
  void close() {
    catalog.close();
  }

  @ParameterizedTest
  @CsvSource({
    "free, 1, 60, 10000",
    "standard, 2, 300, 10000",
    "professional, 4, 600, 10000",
    "enterprise, 8, 1000, 60000"
  })
  void seedsTheLimitsOfThePlans(String plan, long weight, long requests, long statement) {
    assertThat(catalog.plan(plan).limits())
        .isEqualTo(
            new Limits(
                Map.of(
                    Limit.WEIGHT,
                    weight,
                    Limit.CONNECTIONS,
                    10L,
                    Limit.REQUESTS_PER_MINUTE,
                    requests,
                    Limit.STATEMENT,
                    statement,
                    Limit.CHECKOUT,
                    2000L,
                    Limit.IDLE,
                    30_000L),
                null));
  }

  @Test
  void putsWhatIsATenantsOwnOverItsPlan() {
    Limits own = Limits.NONE.with("requests-per-minute", "500").with("mode", "dry-run");

    catalog.saveLimits(acme, own, "ada");

    assertThat(catalog.limits(acme)).isEqualTo(own);
    assertThat(catalog.standing(acme))
        .contains(new Standing(TenantStatus.ACTIVE, own.over(catalog.plan("standard").limits())));
    assertThat(catalog.standing(TenantId.random())).isEmpty();
    assertRefused(ErrorCode.TENANT_UNKNOWN, () -> catalog.limits(TenantId.random()));
    assertRefused(
        ErrorCode.TENANT_UNKNOWN, () -> catalog.saveLimits(TenantId.random(), own, "ada"));
    assertThat(catalog.audit(AuditFilter.all()).stream().map(AuditEntry::action))
        .contains("limits.save");
  }

  @Test
  void tellsEveryChangeOfAStandingAndNothingElse() {
    TenantId other = tenant("other");
    long mark = catalog.changes(StandingChanges.NONE).mark();

    catalog.saveLimits(acme, Limits.NONE.with("connections", "1"), "ada");
    StandingChanges limited = catalog.changes(mark);
    assertThat(limited.standings()).containsOnlyKeys(acme);
    assertThat(limited.standings().get(acme).limits().of(Limit.CONNECTIONS)).contains(1L);

    catalog.saveLimits(acme, Limits.NONE.with("connections", "1"), "ada");
    catalog.activate(other, "ada");
    catalog.nextEpoch(other);
    catalog.savePlan(catalog.plan("standard"), "ada");
    StandingChanges nothing = catalog.changes(limited.mark());
    assertThat(nothing.standings()).isEmpty();

    catalog.suspend(acme, "ada");
    StandingChanges suspended = catalog.changes(nothing.mark());
    assertThat(suspended.standings()).containsOnlyKeys(acme);
    assertThat(suspended.standings().get(acme).status()).isEqualTo(TenantStatus.SUSPENDED);

    catalog.savePlan(catalog.plan("standard").withLimits(Limits.NONE), "ada");
    assertThat(catalog.changes(suspended.mark()).standings()).containsOnlyKeys(acme, other);
    assertThat(catalog.changes(StandingChanges.NONE).standings()).isEmpty();
  }

  @Test
  void missesNoChangeThatIsCommittedLate() throws SQLException {
    TenantId other = tenant("other");
    long mark = catalog.changes(StandingChanges.NONE).mark();
    try (Connection open = Catalogs.connect(address);
        Statement statement = open.createStatement()) {
      open.setAutoCommit(false);
      statement.execute(
          "UPDATE catalog.tenant SET limits = '{\"weight\": 3}' WHERE id = '" + acme + "'");
      catalog.saveLimits(other, Limits.NONE.with("weight", "4"), "ada");
      StandingChanges before = catalog.changes(mark);
      assertThat(before.standings()).containsOnlyKeys(other);
      open.commit();
      assertThat(catalog.changes(before.mark()).standings()).containsKey(acme);
    }
  }

  @Test
  void aPlanOfOldHoldsNobodyElseUp() {
    TenantId old = tenant("old", "free");
    Catalogs.sql(address, "ALTER TABLE catalog.plan DROP CONSTRAINT plan_limits_valid");
    Catalogs.sql(
        address, "UPDATE catalog.plan SET limits = '{\"connections\": -1}' WHERE name = 'free'");
    Catalogs.sql(
        address,
        "ALTER TABLE catalog.plan ADD CONSTRAINT plan_limits_valid"
            + " CHECK (catalog.valid_limits(limits)) NOT VALID");
    long mark = catalog.changes(StandingChanges.NONE).mark();
    catalog.suspend(old, "ada");
    catalog.suspend(acme, "ada");
    assertThat(catalog.changes(mark).standings()).containsKey(acme);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"weight\": 0}",
        "{\"connections\": -1}",
        "{\"statement-ms\": 99}",
        "{\"connections\": 1.5}",
        "{\"connections\": \"3\"}",
        "{\"colour\": 1}",
        "{\"mode\": \"off\"}",
        "{\"mode\": null}",
        "[]",
        "null"
      })
  void refusesLimitsThatAreNoneFromWhoeverWritesThem(String limits) {
    for (String table : List.of("plan", "tenant")) {
      assertThatThrownBy(
              () ->
                  Catalogs.sql(
                      address, "UPDATE catalog." + table + " SET limits = '" + limits + "'"))
          .hasMessageContaining("violates check constraint");
    }
  }

  private TenantId tenant(String slug) {
    return tenant(slug, "standard");
  }

  private TenantId tenant(String slug, String plan) {
    TenantId id =
        catalog
            .createTenant(NewTenant.of(Slug.of(slug), slug, plan), Isolation.POOL, "eu-1", "ada")
            .id();
    catalog.activate(id, "ada");
    return id;
  }
}
