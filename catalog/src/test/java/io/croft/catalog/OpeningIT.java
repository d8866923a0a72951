package io.croft.catalog;

import static io.croft.catalog.Refused.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.croft.core.ErrorCode;
import io.croft.gate.MasterSecret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

class OpeningIT {

  @Test
  void makesTheCatalogAndFindsItAgain() {
    CatalogAddress address = Catalogs.emptyDatabase();
    try (ControlCatalog first = ControlCatalog.open(address, Catalogs.SECRET)) {
      first.addServer(Catalogs.server("eu-1", "eu"), "ada");
    }

    try (ControlCatalog again = ControlCatalog.open(address, Catalogs.SECRET)) {
      assertThat(again.server("eu-1").region()).isEqualTo("eu");
    }
  }

  @Test
  void makesTheCatalogOnceWhenSeveralOpenItTogether() throws InterruptedException {
    CatalogAddress address = Catalogs.emptyDatabase();
    Callable<Integer> open =
        () -> {
          try (ControlCatalog catalog = ControlCatalog.open(address, Catalogs.SECRET)) {
            return catalog.plans().size();
          }
        };

    List<Race.Result<Integer>> results = Race.run(List.of(open, open, open));

    assertThat(results).allSatisfy(r -> assertThat(r.error()).isNull());
    assertThat(results).extracting(Race.Result::value).containsOnly(4);
  }

  @Test
  void refusesAnotherMasterSecret() {
    CatalogAddress address = Catalogs.emptyDatabase();
    ControlCatalog.open(address, Catalogs.SECRET).close();

    assertRefused(
            ErrorCode.CONFIGURATION_INVALID,
            () -> ControlCatalog.open(address, MasterSecret.random()))
        .hasMessageContaining("another master secret");
  }

  @Test
  void saysThatNobodyAnswers() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    CatalogAddress address = CatalogAddress.of("127.0.0.1", port, "croft", "ada", "s3cret");

    assertRefused(ErrorCode.CATALOG_UNREACHABLE, () -> PostgresCatalog.open(address))
        .hasMessageContaining("127.0.0.1:" + port)
        .hasMessageNotContaining("s3cret");
    assertRefused(
            ErrorCode.CATALOG_UNREACHABLE, () -> ControlCatalog.open(address, Catalogs.SECRET))
        .hasMessageContaining("127.0.0.1:" + port);
  }

  @Test
  void saysThatTheDatabaseIsMissing() {
    CatalogAddress address = Catalogs.address("no_such_database");

    assertRefused(ErrorCode.CATALOG_UNKNOWN, () -> PostgresCatalog.open(address));
    assertRefused(ErrorCode.CATALOG_UNKNOWN, () -> ControlCatalog.open(address, Catalogs.SECRET));
  }

  @Test
  void saysThatADatabaseHoldsNoCatalog() {
    assertRefused(ErrorCode.CATALOG_UNKNOWN, () -> PostgresCatalog.open(Catalogs.emptyDatabase()));
  }

  @Test
  void saysThatTheLoginIsRefused() {
    CatalogAddress right = Catalogs.emptyDatabase();
    CatalogAddress wrong = new CatalogAddress(right.jdbcUrl(), right.user(), "not-the-password");

    assertRefused(ErrorCode.LOGIN_REFUSED, () -> PostgresCatalog.open(wrong))
        .hasMessageNotContaining("not-the-password");
    assertRefused(ErrorCode.LOGIN_REFUSED, () -> ControlCatalog.open(wrong, Catalogs.SECRET))
        .hasMessageNotContaining("not-the-password");
  }

  @Test
  void opensACurrentCatalogWithoutTheRightsOfItsOwner() {
    CatalogAddress owner = Catalogs.emptyDatabase();
    ControlCatalog.open(owner, Catalogs.SECRET).close();
    Catalogs.sql(owner, "CREATE ROLE operator LOGIN PASSWORD 'pw' IN ROLE croft_control");
    CatalogAddress operator = new CatalogAddress(owner.jdbcUrl(), "operator", "pw");

    try (ControlCatalog catalog = ControlCatalog.open(operator, Catalogs.SECRET)) {
      catalog.addServer(Catalogs.server("eu-1", "eu"), "ada");
      assertThat(catalog.servers()).hasSize(1);
    }
  }
}
