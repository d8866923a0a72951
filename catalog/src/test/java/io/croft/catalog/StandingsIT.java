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
import java.util.Set;
import java.util.stream.IntStream;
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
    Standing standing = catalog.standings(Set.of(acme)).get(acme);
    assertThat(standing)
        .isEqualTo(new Standing(TenantStatus.ACTIVE, own.over(catalog.plan("standard").limits())));
    assertThat(catalog.standings(Set.of(TenantId.random()))).isEmpty();
    assertRefused(ErrorCode.TENANT_UNKNOWN, () -> catalog.limits(TenantId.random()));
    assertRefused(
        ErrorCode.TENANT_UNKNOWN, () -> catalog.saveLimits(TenantId.random(), own, "ada"));
    assertThat(catalog.audit(AuditFilter.all()).stream().map(AuditEntry::action))
        .contains("limits.save");
  }

  @Test
  void countsEveryChangeOfAStandingAndNothingElse() {
    long before = catalog.revision();
    TenantId other = tenant("other");
    long born = catalog.revision();
    catalog.saveLimits(acme, Limits.NONE.with("connections", "1"), "ada");
    long limited = catalog.revision();
    catalog.saveLimits(acme, Limits.NONE.with("connections", "1"), "ada");
    catalog.activate(other, "ada");
    catalog.nextEpoch(acme);
    catalog.savePlan(catalog.plan("free"), "ada");
    assertThat(catalog.revision()).isEqualTo(limited).isGreaterThan(born);
    catalog.suspend(acme, "ada");
    long suspended = catalog.revision();
    catalog.savePlan(catalog.plan("free").withLimits(Limits.NONE), "ada");

    assertThat(catalog.revision()).isGreaterThan(suspended);
    assertThat(suspended).isGreaterThan(limited);
    assertThat(born).isGreaterThanOrEqualTo(before);
  }

  @Test
  void countsOnceInATransactionOfMany() throws SQLException {
    IntStream.range(0, 20).forEach(i -> tenant("tenant-" + i));
    long before = catalog.revision();
    Catalogs.sql(address, "UPDATE catalog.tenant SET limits = '{\"connections\": 4}'");

    assertThat(catalog.revision()).isEqualTo(before + 1);
  }

  @Test
  void doesNotKeepAChangeFromAnother() throws SQLException {
    TenantId other = tenant("other");
    try (Connection open = Catalogs.connect(address);
        Statement statement = open.createStatement()) {
      open.setAutoCommit(false);
      statement.execute(
          "UPDATE catalog.tenant SET limits = '{\"weight\": 3}' WHERE id = '" + acme + "'");
      catalog.saveLimits(other, Limits.NONE.with("weight", "4"), "ada");
      open.commit();
    }
    assertThat(catalog.limits(acme)).isEqualTo(Limits.NONE.with("weight", "3"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"weight\": 0}",
        "{\"connections\": -1}",
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
    TenantId id =
        catalog
            .createTenant(
                NewTenant.of(Slug.of(slug), slug, "standard"), Isolation.POOL, "eu-1", "ada")
            .id();
    catalog.activate(id, "ada");
    return id;
  }
}
