package io.croft.catalog;

import static io.croft.catalog.Refused.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.croft.core.ErrorCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AdminConnectionsIT {

  private CatalogAddress address;
  private ControlCatalog catalog;

  @BeforeEach
  void open() {
    address = Catalogs.freshCatalog();
    catalog = ControlCatalog.open(address, Catalogs.SECRET);
    catalog.addServer(Catalogs.server("eu-1", "eu"), "ada");
  }

  @AfterEach
  void close() {
    catalog.close();
  }

  @Test
  void opensADatabaseOfAServerAsItsAdministrator() throws SQLException {
    try (Connection connection = catalog.admin("eu-1", "postgres")) {
      String who =
          Sql.first(connection, "SELECT session_user", row -> row.getString(1)).orElseThrow();
      assertThat(who).isEqualTo(Catalogs.SERVER.superuser());
    }
  }

  @Test
  void namesTheServerThatIsDown() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    catalog.addServer(NewServer.of("down-1", "eu", "127.0.0.1", port, "postgres", "s3cret"), "ada");

    assertRefused(ErrorCode.SERVER_UNREACHABLE, () -> catalog.admin("down-1", "postgres"))
        .hasMessageContaining("down-1")
        .hasMessageContaining("127.0.0.1:" + port)
        .hasMessageNotContaining("s3cret");
  }

  @Test
  void namesTheAdministratorWhosePasswordIsWrong() {
    catalog.addServer(
        NewServer.of(
            "eu-2", "eu", Catalogs.SERVER.host(), Catalogs.SERVER.port(), "postgres", "s3cret"),
        "ada");

    assertRefused(ErrorCode.LOGIN_REFUSED, () -> catalog.admin("eu-2", "postgres"))
        .hasMessageContaining("eu-2")
        .hasMessageNotContaining("s3cret");
  }

  @Test
  void namesTheDatabaseThatIsMissing() {
    assertRefused(ErrorCode.DATABASE_ERROR, () -> catalog.admin("eu-1", "no such"))
        .hasMessageContaining("no such");
  }

  @Test
  void refusesAPasswordThatSomebodyCopiedToAnotherServer() {
    catalog.addServer(Catalogs.server("eu-2", "eu"), "ada");
    Catalogs.sql(
        address,
        """
        UPDATE catalog.server SET admin_password =
          (SELECT admin_password FROM catalog.server WHERE name = 'eu-1') WHERE name = 'eu-2'
        """);

    assertRefused(ErrorCode.CONFIGURATION_INVALID, () -> catalog.admin("eu-2", "postgres"))
        .hasMessageContaining("eu-2");
  }
}
