package io.croft.catalog;

import static io.croft.catalog.Refused.assertRefused;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.core.TenantId;
import java.io.IOException;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An application waits for no catalog for long. */
class SilentCatalogIT {

  private final TenantId stranger = TenantId.random();
  private CatalogAddress owner;
  private ControlCatalog control;
  private PostgresCatalog reader;

  @BeforeEach
  void open() {
    owner = Catalogs.freshCatalog();
    control = ControlCatalog.open(owner, Catalogs.SECRET);
    reader = PostgresCatalog.open(control.addReader("silent_reader", "pw", "ada"));
  }

  @AfterEach
  void close() {
    reader.close();
    control.close();
  }

  @Test
  @Timeout(10)
  void waitsForNoLock() throws Exception {
    try (Connection other = Catalogs.connect(owner);
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("LOCK TABLE catalog.tenant IN ACCESS EXCLUSIVE MODE");
      assertRefused(ErrorCode.CATALOG_UNREACHABLE, () -> reader.standing(stranger));
    }
  }

  /** Sockets that are open but silent: a host that is gone, a network that loses packets. */
  @Test
  void givesUpAServerThatIsSilent() throws Exception {
    List<String> backends = backends();
    reader.tenant(stranger);
    signal("-STOP", backends);
    try {
      CompletableFuture<Object> asked =
          CompletableFuture.supplyAsync(() -> reader.tenant(stranger));
      assertThatThrownBy(() -> asked.get(10, TimeUnit.SECONDS))
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(CroftException.class);
    } finally {
      signal("-CONT", backends);
    }
  }

  private List<String> backends() throws Exception {
    reader.tenant(stranger);
    try (Connection admin = Catalogs.connect(owner)) {
      return Sql.list(
          admin,
          "SELECT pid::text FROM pg_stat_activity WHERE usename = 'silent_reader'",
          row -> row.getString(1));
    }
  }

  private static void signal(String which, List<String> backends)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("kill", which));
    command.addAll(backends);
    new ProcessBuilder(command).inheritIO().start().waitFor();
  }
}
