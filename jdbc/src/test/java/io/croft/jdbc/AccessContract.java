package io.croft.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.croft.core.Access;
import io.croft.core.ErrorCode;
import io.croft.core.Isolation;
import io.croft.core.TenantScope;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What code of less than full access may expect of its connections, the same in every home. */
abstract class AccessContract extends TenantsOnServers {

  private static final String DENIED = "42501";
  private static final Access REPORT = Access.of("report");
  private static final Access CLERK = Access.of("clerk");
  private static final Duration LONG = Duration.ofSeconds(30);

  private <T> T call(Access access, Use<T> use) throws SQLException {
    return TenantScope.call(
        a,
        access,
        () -> {
          try (Connection connection = data.getConnection()) {
            return use.of(connection);
          }
        });
  }

  private void as(Access access, Work work) throws SQLException {
    call(
        access,
        connection -> {
          work.with(connection);
          return true;
        });
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void readsWhatItMayAndWritesNothing(boolean autoCommit) throws SQLException {
    write(a, "before");
    as(
        REPORT,
        connection -> {
          connection.setAutoCommit(autoCommit);
          for (String refused :
              List.of(
                  "INSERT INTO note (body) VALUES ('written')",
                  "UPDATE note SET body = 'written'",
                  "DELETE FROM note",
                  "SELECT * FROM note FOR UPDATE",
                  "TRUNCATE note")) {
            CroftDataSourceContract.assertState(() -> execute(connection, refused), DENIED);
            if (!autoCommit) {
              connection.rollback();
            }
          }
          assertThat(bodies(connection)).containsExactly("before");
          assertThat(strings(connection, "SELECT croft.access()")).containsExactly("report");
          if (!autoCommit) {
            connection.commit();
          }
        });
    assertThat(bodiesOf(a)).containsExactly("before");
  }

  @Test
  void doesWhatItMayAndNoMore() throws SQLException {
    as(
        CLERK,
        connection -> {
          insert(connection, "by the clerk");
          CroftDataSourceContract.assertState(
              () -> execute(connection, "DELETE FROM note"), DENIED);
        });
    assertThat(bodiesOf(a)).containsExactly("by the clerk");
    as(a, connection -> assertThat(execute(connection, "DELETE FROM note")).isEqualTo(1));
  }

  @Test
  void neverSharesASessionWithCodeOfAnotherAccess() throws SQLException {
    String pid = "SELECT pg_backend_pid()";
    List<String> full = call(a, connection -> strings(connection, pid));
    List<String> report = call(REPORT, connection -> strings(connection, pid));
    List<String> clerk = call(CLERK, connection -> strings(connection, pid));
    assertThat(List.of(full, report, clerk)).doesNotHaveDuplicates();
    as(
        REPORT,
        connection ->
            CroftDataSourceContract.assertState(
                () -> execute(connection, "SET ROLE \"" + homeOfA.login() + "\""), DENIED));
  }

  @Test
  void narrowsFullAccessOnlyForConnectionsTakenInside() throws SQLException {
    as(
        a,
        outer -> {
          insert(outer, "outer");
          as(
              REPORT,
              inner -> CroftDataSourceContract.assertState(() -> insert(inner, "inner"), DENIED));
          insert(outer, "outer again");
        });
    assertThat(bodiesOf(a)).containsExactly("outer", "outer again");
  }

  @Test
  void saysThatAnAccessIsNotDeclared() throws SQLException {
    as(
        Access.of("nobody"),
        connection -> {
          CroftDataSourceContract.assertCode(() -> bodies(connection), ErrorCode.ACCESS_UNKNOWN);
          CroftDataSourceContract.assertState(() -> bodies(connection), "08004");
        });
    assertThat(data.stats("one").total()).isZero();
  }

  @Test
  void doesNotAskTheCatalogForEachRefusal() throws SQLException {
    as(
        REPORT,
        connection -> {
          assertThat(bodies(connection)).isEmpty();
          int asked = catalog.asked.get();
          for (int i = 0; i < 5; i++) {
            CroftDataSourceContract.assertState(
                () -> execute(connection, "DELETE FROM note"), DENIED);
          }
          assertThat(catalog.asked.get()).isEqualTo(asked);
        });
  }

  @ParameterizedTest
  @EnumSource(Isolation.class)
  void finishesASwitchWhoseMoverDied(Isolation target) throws SQLException {
    write(a, "before");
    assertThat(call(REPORT, TenantsOnServers::bodies)).containsExactly("before");
    HandMove.prepared(homeOfA, target, "two").fence(LONG).copyAndSwitch();
    assertThat(call(REPORT, TenantsOnServers::bodies)).containsExactly("before");
    as(
        REPORT,
        connection ->
            CroftDataSourceContract.assertState(
                () -> execute(connection, "DELETE FROM note"), DENIED));
    if (isolation() != Isolation.POOL) {
      await("connections to the home that was left").until(() -> data.stats("one").total() == 0);
    }
    write(a, "after");
    assertThat(call(REPORT, TenantsOnServers::bodies)).containsExactly("after", "before");
  }

  @ParameterizedTest
  @EnumSource(Isolation.class)
  void followsAMoveWithoutAnErrorWhileOthersWrite(Isolation target) throws Exception {
    AtomicBoolean stopped = new AtomicBoolean();
    AtomicInteger reads = new AtomicInteger();
    CompletableFuture<Void> reader =
        CompletableFuture.runAsync(
            () -> {
              for (int i = 0; !stopped.get(); i++) {
                boolean autoCommit = i % 2 == 0;
                try {
                  as(
                      REPORT,
                      connection -> {
                        connection.setAutoCommit(autoCommit);
                        bodies(connection);
                      });
                  reads.incrementAndGet();
                } catch (SQLException e) {
                  throw new CompletionException(e);
                }
              }
            });
    try (Clients clients = new Clients(this, a, 4)) {
      await().until(() -> clients.acknowledged.size() >= 8 && reads.get() >= 8);
      HandMove move = HandMove.prepared(homeOfA, target, "two").fence(LONG).copyAndSwitch();
      move.open();
      catalog.put(move.to);
      int written = clients.acknowledged.size();
      int read = reads.get();
      await()
          .until(
              () ->
                  reader.isDone()
                      || clients.acknowledged.size() >= written + 8 && reads.get() >= read + 8);
      clients.stop();
      stopped.set(true);
      reader.get();
      assertThat(clients.errors).isEmpty();
      assertThat(bodiesOf(a)).containsExactlyInAnyOrderElementsOf(clients.acknowledged);
    } finally {
      stopped.set(true);
    }
  }
}
