package io.croft.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.croft.catalog.Endpoint;
import io.croft.core.ErrorCode;
import io.croft.core.Identifiers;
import io.croft.core.Isolation;
import io.croft.core.Placement;
import io.croft.core.TenantId;
import io.croft.core.TenantScope;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whatever goes wrong, no permit is lost, and the error says what the pool looks like. */
final class PoolFaultsIT extends TenantsOnServers {

  private static final String PID = "SELECT pg_backend_pid()";

  @Override
  Isolation isolation() {
    return Isolation.SCHEMA;
  }

  @AfterEach
  void noPermitIsLost() {
    for (String server : List.of("one", "two")) {
      PoolStats stats = data.stats(server);
      assertThat(stats.permits()).as("permits at " + server).isZero();
      assertThat(stats.waiting()).as("waiting at " + server).isZero();
      assertThat(stats.connecting()).as("connecting at " + server).isZero();
      assertThat(stats.total()).isEqualTo(stats.idle());
    }
  }

  private void open(int budget, Duration timeout) {
    data.close();
    catalog.put(endpoint("one", budget));
    data = builder().connectionTimeout(timeout).build();
  }

  private Connection hold(TenantId tenant) throws SQLException {
    Connection connection = TenantScope.call(tenant, data::getConnection);
    connection.setAutoCommit(false);
    stringsOf(tenant, connection, "SELECT 1");
    return connection;
  }

  private CompletableFuture<List<String>> later(TenantId tenant) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return bodiesOf(tenant);
          } catch (SQLException e) {
            throw new CompletionException(e);
          }
        },
        task -> new Thread(task).start());
  }

  @Test
  void survivesABackendThatIsKilledInATransaction() throws SQLException {
    open(1, Duration.ofSeconds(10));
    Connection connection = hold(a);
    String pid = stringsOf(a, connection, PID).get(0);
    CompletableFuture<List<String>> waiting = later(b);
    await().until(() -> data.stats("one").waiting() == 1);
    try (Connection admin = Cluster.admin(homeOfA)) {
      strings(admin, "SELECT pg_terminate_backend(" + pid + ", 5000)::text");
    }
    assertThatThrownBy(() -> stringsOf(a, connection, "SELECT 1")).isInstanceOf(SQLException.class);
    connection.close();
    assertThat(waiting.orTimeout(10, TimeUnit.SECONDS).join()).isEmpty();
    assertThat(data.stats("one").total()).isEqualTo(1);
  }

  @Test
  void survivesARestartOfTheServer() throws SQLException {
    TenantId tenant = TenantId.random();
    catalog.put(Cluster.create(tenant, Isolation.SCHEMA, "two", 1));
    Connection open = hold(tenant);
    try (Connection admin = Cluster.server("two").connect("postgres")) {
      execute(admin, "CHECKPOINT");
    }
    Cluster.server("two").kill();
    assertThatThrownBy(() -> stringsOf(tenant, open, "SELECT 1")).isInstanceOf(SQLException.class);
    open.close();
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> bodiesOf(tenant))
          .hasMessageContaining(ErrorCode.SERVER_UNREACHABLE.code())
          .hasMessageContaining("for tenant " + tenant + " at server two: budget 10, in use 0");
    }
    assertThatThrownBy(() -> bodiesOf(tenant))
        .as("not even tried")
        .hasMessageContaining(ErrorCode.SERVER_UNREACHABLE.code())
        .hasMessageContaining("several times in a row")
        .hasMessageContaining("of tenant " + tenant)
        .hasMessageContaining("on server two")
        .hasMessageContaining("budget 10, in use 0");
    assertThat(bodiesOf(a)).as("the other server is not touched").isEmpty();
    Cluster.server("two").restart();
    await().ignoreExceptions().untilAsserted(() -> assertThat(bodiesOf(tenant)).isEmpty());
  }

  @Test
  void waitsWhereTheServerHasNoRoom() throws Exception {
    open(5, Duration.ofSeconds(10));
    limit(homeOfA, 1);
    try {
      Connection first = hold(a);
      CompletableFuture<List<String>> second = later(a);
      // One in flight until its cost is known; then it tries, and has to try again.
      await().until(() -> !second.isDone() && data.stats("one").waiting() == 0);
      first.close();
      assertThat(second.get(10, TimeUnit.SECONDS)).isEmpty();
    } finally {
      limit(homeOfA, -1);
    }
  }

  @Test
  void saysWhenTheServerHasNoRoomForTooLong() throws Exception {
    open(5, Duration.ofMillis(700));
    limit(homeOfA, 1);
    try (Connection first = hold(a)) {
      assertThat(first.isClosed()).isFalse();
      assertThatThrownBy(() -> later(a).get(10, TimeUnit.SECONDS))
          .isInstanceOf(ExecutionException.class)
          .hasMessageContaining(ErrorCode.CONNECTION_TIMEOUT.code())
          .hasMessageContaining("too many connections")
          .hasMessageContaining("tenant " + a)
          .hasMessageContaining("in use 1");
    } finally {
      limit(homeOfA, -1);
    }
  }

  private static void limit(Placement home, int connections) throws SQLException {
    try (Connection admin = Cluster.admin(home)) {
      execute(
          admin,
          "ALTER ROLE " + Identifiers.quote(home.login()) + " CONNECTION LIMIT " + connections);
    }
  }

  @Test
  void stopsKnockingWhereTheLoginIsRefused() throws SQLException {
    password("'another'");
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> bodiesOf(a))
          .hasMessageContaining(ErrorCode.LOGIN_REFUSED.code())
          .hasMessageContaining("for tenant " + a + " at server one: budget 10, in use 0");
    }
    assertThatThrownBy(() -> bodiesOf(a))
        .hasMessageContaining(ErrorCode.LOGIN_REFUSED.code())
        .hasMessageContaining("several times in a row")
        .hasMessageContaining("of tenant " + a)
        .hasMessageContaining("budget 10, in use 0");
    assertThat(bodiesOf(b)).as("another login of the same server").isEmpty();
    password("'" + Cluster.SECRET.loginPassword("one", homeOfA.login()) + "'");
    await().ignoreExceptions().untilAsserted(() -> assertThat(bodiesOf(a)).isEmpty());
  }

  private void password(String literal) throws SQLException {
    try (Connection admin = Cluster.admin(homeOfA)) {
      String login = Identifiers.quote(homeOfA.login());
      execute(admin, "ALTER ROLE " + login + " PASSWORD " + literal);
    }
  }

  @Test
  void givesUpOnAServerThatAcceptsAndSaysNothing() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      open(4, Duration.ofSeconds(1));
      catalog.put(
          new Endpoint("two", silent.getInetAddress().getHostAddress(), silent.getLocalPort(), 4));
      List<CompletableFuture<List<String>>> all = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        TenantId tenant = TenantId.random();
        catalog.put(Placement.of(tenant, Isolation.POOL, "two", 1));
        all.add(later(tenant));
      }
      for (CompletableFuture<List<String>> one : all) {
        assertThatThrownBy(() -> one.get(20, TimeUnit.SECONDS))
            .isInstanceOf(ExecutionException.class)
            .hasCauseInstanceOf(SQLException.class)
            .hasMessageContaining("tenant ")
            .hasMessageContaining("server two")
            .hasMessageContaining("budget 4, in use");
      }
      await().until(() -> data.stats("two").permits() == 0);
      assertThat(data.stats("two").total()).isZero();
      assertThat(bodiesOf(a)).isEmpty();
    }
  }

  @Test
  void letsAnInterruptedThreadGo() throws Exception {
    open(1, Duration.ofSeconds(30));
    Connection held = hold(a);
    AtomicReference<Throwable> seen = new AtomicReference<>();
    Thread waiting =
        new Thread(
            () -> {
              try {
                bodiesOf(b);
              } catch (SQLException e) {
                seen.set(e);
                assertThat(Thread.currentThread().isInterrupted()).isTrue();
              }
            });
    waiting.start();
    await().until(() -> data.stats("one").waiting() == 1);
    waiting.interrupt();
    waiting.join();
    assertThat(seen.get())
        .hasMessageContaining(ErrorCode.INTERRUPTED.code())
        .hasMessageContaining("server one for tenant " + b)
        .hasMessageContaining("budget 1, in use 1");
    assertThat(data.stats("one").waiting()).isZero();
    held.close();
    assertThat(bodiesOf(b)).isEmpty();
  }

  @Test
  void drainsWhenItIsClosed() throws Exception {
    open(1, Duration.ofSeconds(30));
    Connection held = hold(a);
    CompletableFuture<List<String>> waiting = later(b);
    await().until(() -> data.stats("one").waiting() == 1);
    CompletableFuture<Void> closing = CompletableFuture.runAsync(data::close);
    assertThatThrownBy(() -> waiting.get(10, TimeUnit.SECONDS)).hasMessageContaining("is closed");
    assertThat(closing).as("waits for what is in use").isNotDone();
    assertThat(stringsOf(a, held, "SELECT 'still here'")).containsExactly("still here");
    held.close();
    closing.get(10, TimeUnit.SECONDS);
    assertThat(data.stats("one").total()).isZero();
  }

  @Test
  void usesTheConnectionAgainThatTheTenantUsedLast() throws SQLException {
    TenantId c = TenantId.random();
    TenantId d = TenantId.random();
    catalog.put(Cluster.create(c, Isolation.POOL, "one", 1));
    catalog.put(Cluster.create(d, Isolation.POOL, "one", 1));
    String pidOfC;
    String pidOfD;
    try (Connection first = hold(c);
        Connection second = hold(d)) {
      pidOfC = stringsOf(c, first, PID).get(0);
      pidOfD = stringsOf(d, second, PID).get(0);
    }
    for (int i = 0; i < 3; i++) {
      // Not in turns: what has been idle longest is not what the tenant used last.
      assertThat(pid(c)).isEqualTo(pidOfC);
      assertThat(pid(c)).isEqualTo(pidOfC);
      assertThat(pid(d)).isEqualTo(pidOfD);
      assertThat(pid(d)).isEqualTo(pidOfD);
    }
  }

  private String pid(TenantId tenant) throws SQLException {
    return call(tenant, connection -> strings(connection, PID)).get(0);
  }

  @Test
  void servesANestedTransactionOfAThreadThatHoldsTheLastConnectionOfItsTenant()
      throws SQLException {
    open(2, Duration.ofSeconds(2));
    try (Connection outer = hold(a)) {
      assertThat(bodiesOf(a)).isEmpty();
      assertThat(stringsOf(a, outer, "SELECT 'outer'")).containsExactly("outer");
    }
  }

  @Test
  void holdsNothingForTenantsThatSleep() throws SQLException {
    data.close();
    data = builder().idleTimeout(Duration.ofSeconds(1)).build();
    bodiesOf(a);
    bodiesOf(b);
    assertThat(data.lanes("one")).isPositive();
    await().until(() -> data.lanes("one") == 0);
  }

  @Test
  void tellsOnceWhereAConnectionWasTakenThatIsNotGivenBack() throws SQLException {
    data.close();
    PrintStream before = System.err;
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
    try {
      data = builder().leakThreshold(Duration.ofMillis(200)).build();
      try (Connection leaked = hold(a)) {
        await().until(() -> log.toString(StandardCharsets.UTF_8).contains("PoolFaultsIT.hold"));
        await().pollDelay(Duration.ofMillis(300)).until(() -> !leaked.isClosed());
      }
    } finally {
      System.setErr(before);
    }
    assertThat(log.toString(StandardCharsets.UTF_8))
        .containsOnlyOnce("has been held by tenant " + a);
  }
}
