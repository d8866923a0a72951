package io.croft.catalog;

import static io.croft.catalog.Refused.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.croft.core.ErrorCode;
import io.croft.core.Isolation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PlacementRulesTest {

  private final Plan anywhere = plan(Set.of());
  private final Plan onlyEu = plan(Set.of("eu"));

  @Test
  void choosesTheLeastFullServer() {
    Server chosen =
        PlacementRules.choose(
            List.of(server("a", "eu", 50, 100), server("b", "us", 10, 30), server("c", "eu", 0, 0)),
            anywhere,
            Optional.empty());

    assertThat(chosen.name()).isEqualTo("b");
  }

  @Test
  void choosesByNameAmongEquallyFullServers() {
    List<Server> servers = List.of(server("b", "eu", 0, 5), server("a", "eu", 0, 9));

    assertThat(PlacementRules.choose(servers, anywhere, Optional.empty()).name()).isEqualTo("a");
  }

  @Test
  void staysInTheRegionThatIsAskedFor() {
    List<Server> servers = List.of(server("a", "eu", 9, 10), server("b", "us", 0, 10));

    assertThat(PlacementRules.choose(servers, anywhere, Optional.of("eu")).name()).isEqualTo("a");
  }

  @Test
  void staysInTheRegionsOfThePlan() {
    List<Server> servers = List.of(server("a", "eu", 9, 10), server("b", "us", 0, 10));

    assertThat(PlacementRules.choose(servers, onlyEu, Optional.empty()).name()).isEqualTo("a");
  }

  @Test
  void refusesARegionThatThePlanForbids() {
    assertRefused(
            ErrorCode.REGION_FORBIDDEN,
            () ->
                PlacementRules.choose(List.of(server("b", "us", 0, 10)), onlyEu, Optional.of("us")))
        .hasMessageContaining("standard")
        .hasMessageContaining("us");
  }

  @Test
  void refusesARegionWithoutServers() {
    assertRefused(
        ErrorCode.REGION_INVALID,
        () ->
            PlacementRules.choose(
                List.of(server("b", "us", 0, 10)), anywhere, Optional.of("mars")));
  }

  @Test
  void refusesWhenThereIsNoServerAtAll() {
    assertRefused(
        ErrorCode.SERVER_UNKNOWN,
        () -> PlacementRules.choose(List.of(), anywhere, Optional.empty()));
  }

  @Test
  void refusesWhenEveryAllowedServerIsFull() {
    assertRefused(
            ErrorCode.SERVER_FULL,
            () ->
                PlacementRules.choose(
                    List.of(server("a", "eu", 10, 10), server("b", "us", 0, 10)),
                    anywhere,
                    Optional.of("eu")))
        .hasMessageContaining("a holds 10 of 10");
  }

  @Test
  void allowsWhatPlanAndRegionAllow() {
    assertThatCode(
            () -> PlacementRules.check(onlyEu, "eu", Isolation.SCHEMA, server("a", "eu", 0, 1)))
        .doesNotThrowAnyException();
  }

  @Test
  void refusesAnIsolationOutsideThePlan() {
    assertRefused(
        ErrorCode.ISOLATION_FORBIDDEN,
        () -> PlacementRules.check(anywhere, null, Isolation.DATABASE, server("a", "eu", 0, 1)));
  }

  @Test
  void refusesAServerOutsideTheTenantsRegion() {
    assertRefused(
        ErrorCode.REGION_FORBIDDEN,
        () -> PlacementRules.check(anywhere, "us", Isolation.POOL, server("a", "eu", 0, 1)));
  }

  @Test
  void refusesAServerOutsideThePlansRegions() {
    assertRefused(
        ErrorCode.REGION_FORBIDDEN,
        () -> PlacementRules.check(onlyEu, null, Isolation.POOL, server("b", "us", 0, 1)));
  }

  @Test
  void refusesAPlanWhoseDefaultIsForbidden() {
    assertRefused(
        ErrorCode.CONFIGURATION_INVALID,
        () -> new Plan("odd", Isolation.DATABASE, Set.of(Isolation.POOL), Set.of(), Limits.NONE));
  }

  private static Plan plan(Set<String> regions) {
    return new Plan(
        "standard",
        Isolation.POOL,
        Set.of(Isolation.POOL, Isolation.SCHEMA),
        regions,
        Limits.NONE.with("weight", "2"));
  }

  private static Server server(String name, String region, int tenants, int maxTenants) {
    return new Server(
        name,
        region,
        Map.of(),
        maxTenants,
        100,
        "h",
        5432,
        "postgres",
        new Endpoint(name, "h", 5432, 100),
        tenants);
  }
}
