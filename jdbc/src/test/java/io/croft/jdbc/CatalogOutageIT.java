package io.croft.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.croft.catalog.CatalogAddress;
import io.croft.catalog.ControlCatalog;
import io.croft.catalog.NewServer;
import io.croft.catalog.NewTenant;
import io.croft.catalog.PostgresCatalog;
import io.croft.core.ErrorCode;
import io.croft.core.Isolation;
import io.croft.core.Placement;
import io.croft.core.Slug;
import io.croft.core.TenantId;
import io.croft.embedded.EmbeddedPostgres;
import io.croft.gate.MasterSecret;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A real catalog is stopped and started again below a data source. */
final class CatalogOutageIT extends TenantsOnServers {

  private static final String ACTOR = "test";

  private static EmbeddedPostgres server;
  private static ControlCatalog control;
  private static CatalogAddress reader;

  private final PrintStream before = System.err;
  private final ByteArrayOutputStream log = new ByteArrayOutputStream();
  private PostgresCatalog real;

  @BeforeAll
  static void makeCatalog() throws SQLException {
    server = EmbeddedPostgres.builder().name("catalog").start();
    try (Connection admin = server.connect("postgres")) {
      execute(admin, "CREATE DATABASE catalog");
    }
    CatalogAddress address =
        new CatalogAddress(server.jdbcUrl("catalog"), server.superuser(), server.password());
    control = ControlCatalog.open(address, MasterSecret.random());
    reader = control.addReader("shop", "r3ader-pw", ACTOR);
    for (String name : List.of("one", "two")) {
      EmbeddedPostgres home = Cluster.server(name);
      control.addServer(
          NewServer.of(name, "eu", home.host(), home.port(), home.superuser(), home.password()),
          ACTOR);
    }
  }

  @AfterAll
  static void stopCatalog() {
    control.close();
    server.close();
  }

  @Override
  Isolation isolation() {
    return Isolation.POOL;
  }

  @BeforeEach
  void useTheRealCatalog() {
    data.close();
    server.restart();
    // Connections that were idle for longer are looked at before they are used.
    await().pollDelay(Duration.ofMillis(600)).until(() -> control.servers().size() == 2);
    real = PostgresCatalog.open(reader);
    data =
        CroftDataSource.builder(real, Cluster.SECRET)
            .connectionTimeout(Duration.ofSeconds(5))
            .build();
    System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void showTheLog() {
    System.setErr(before);
    before.print(log());
    real.close();
  }

  private String log() {
    return log.toString(StandardCharsets.UTF_8);
  }

  private TenantId create(String server) throws SQLException {
    TenantId tenant = TenantId.random();
    Slug slug = Slug.of("t" + tenant.hex().substring(0, 10));
    control.createTenant(
        new NewTenant(tenant, slug, "Tenant", "free", null), Isolation.POOL, server, ACTOR);
    Placement home = control.placement(tenant).orElseThrow();
    Cluster.create(tenant, home.isolation(), home.server(), home.epoch());
    control.activate(tenant, ACTOR);
    return tenant;
  }

  @Test
  void servesThoseItKnowsAndSaysSo() throws Exception {
    TenantId known = create("one");
    TenantId stranger = create("one");
    assertThat(bodiesOf(known)).isEmpty();
    server.kill();
    write(known, "while the catalog is down");
    assertThatThrownBy(() -> bodiesOf(stranger))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining(ErrorCode.CATALOG_UNREACHABLE.code())
        .hasMessageContaining("tenant " + stranger)
        .hasMessageContaining("does not answer");
    assertThat(bodiesOf(known)).containsExactly("while the catalog is down");
    CatalogSnapshot outage = data.snapshot(0).catalog();
    assertThat(outage.reachable()).isFalse();
    assertThat(outage.outages()).isEqualTo(1);
    assertThat(outage.unanswered()).as("perhaps those of two threads").isBetween(1L, 3L);
    // If each waited for the catalog, a hundred would take minutes.
    refusedAtOnce(stranger).get(10, TimeUnit.SECONDS);
    assertThat(data.snapshot(0).catalog().unanswered())
        .isGreaterThanOrEqualTo(outage.unanswered() + 100);
    assertThat(data.snapshot(0).other().errors(ErrorKind.CONNECTION)).isEqualTo(101);
    assertThat(data.stats("one").permits()).isZero();
    server.restart();
    await().until(() -> data.snapshot(0).catalog().reachable());
    assertThat(bodiesOf(stranger)).isEmpty();
    assertThat(log())
        .containsOnlyOnce("WARN io.croft")
        .containsOnlyOnce("INFO io.croft.jdbc.WatchedCatalog - the catalog answers again");
  }

  private CompletableFuture<Void> refusedAtOnce(TenantId stranger) {
    return CompletableFuture.runAsync(
        () -> {
          for (int i = 0; i < 100; i++) {
            assertThatThrownBy(() -> bodiesOf(stranger))
                .hasMessageContaining(ErrorCode.CATALOG_UNREACHABLE.code());
          }
        });
  }

  @Test
  void tellsOfEachOutage() throws SQLException {
    TenantId first = create("one");
    TenantId second = create("one");
    for (TenantId tenant : List.of(first, second)) {
      server.kill();
      assertThatThrownBy(() -> bodiesOf(tenant)).isInstanceOf(SQLException.class);
      server.restart();
      await().until(() -> data.snapshot(0).catalog().reachable());
      assertThat(bodiesOf(tenant)).isEmpty();
    }
    assertThat(data.snapshot(0).catalog().outages()).isEqualTo(2);
    assertThat(log().split("WARN io.croft", -1)).hasSize(3);
  }

  @Test
  void blamesTheServerOfATenantThatItKnows() throws SQLException {
    TenantId known = create("two");
    assertThat(bodiesOf(known)).isEmpty();
    try (Connection admin = Cluster.server("two").connect("postgres")) {
      execute(admin, "CHECKPOINT");
    }
    server.kill();
    Cluster.server("two").kill();
    try {
      assertThatThrownBy(() -> bodiesOf(known)).as("the one that breaks").isNotNull();
      assertThatThrownBy(() -> bodiesOf(known))
          .hasMessageContaining(ErrorCode.SERVER_UNREACHABLE.code())
          .hasMessageContaining("server two");
    } finally {
      Cluster.server("two").restart();
    }
    await().ignoreExceptions().untilAsserted(() -> assertThat(bodiesOf(known)).isEmpty());
    assertThat(data.stats("two").permits()).isZero();
  }
}
