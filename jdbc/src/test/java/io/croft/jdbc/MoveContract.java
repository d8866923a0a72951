package io.croft.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.croft.core.ErrorCode;
import io.croft.core.Isolation;
import io.croft.core.Placement;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What an application notices of the moves of its tenant, the same from every home: nothing. */
abstract class MoveContract extends TenantsOnServers {

  private static final int THREADS = 8;
  private static final Duration LONG = Duration.ofSeconds(30);

  @Test
  void waitsAtAFenceHoldingNoConnectionAndGoesOn() throws Exception {
    write(a, "before");
    HandMove move = HandMove.prepared(homeOfA, Isolation.SCHEMA, "two").fence(LONG);
    try (Clients clients = new Clients(this, a, THREADS)) {
      await().until(() -> data.isClearing(a));
      await().until(() -> data.stats("one").active() == 0);
      assertThat(clients.acknowledged).isEmpty();
      assertThat(data.stats("one").total()).isLessThanOrEqualTo(data.stats("one").budget());
      write(b, "the neighbour is not held up");
      move.unfence();
      await().until(() -> clients.acknowledged.size() >= THREADS);
      clients.stop();
      assertThat(clients.errors).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(Isolation.class)
  void followsAMoveWithoutAnError(Isolation target) throws Exception {
    try (Clients clients = new Clients(this, a, THREADS)) {
      await().until(() -> clients.acknowledged.size() >= THREADS * 4);
      HandMove move = HandMove.prepared(homeOfA, target, "two").fence(LONG).copyAndSwitch();
      move.open();
      catalog.put(move.to);
      int atSwitch = clients.acknowledged.size();
      await().until(() -> clients.acknowledged.size() >= atSwitch + THREADS * 4);
      clients.stop();
      assertThat(clients.errors).isEmpty();
      assertThat(bodiesOf(a)).containsExactlyInAnyOrderElementsOf(clients.acknowledged);
      assertThat(data.stats("two").total()).isPositive();
    }
    if (isolation() != Isolation.POOL) {
      await("connections to the home that was left").until(() -> data.stats("one").total() == 0);
    }
  }

  @ParameterizedTest
  @EnumSource(Isolation.class)
  void opensTheNewHomeItselfWhenTheMoverDiedAfterTheSwitch(Isolation target) throws Exception {
    try (Clients clients = new Clients(this, a, THREADS)) {
      await().until(() -> clients.acknowledged.size() >= THREADS);
      HandMove.prepared(homeOfA, target, "two").fence(LONG).copyAndSwitch();
      int atSwitch = clients.acknowledged.size();
      await().until(() -> clients.acknowledged.size() >= atSwitch + THREADS * 2);
      clients.stop();
      assertThat(clients.errors).isEmpty();
      assertThat(bodiesOf(a)).containsExactlyInAnyOrderElementsOf(clients.acknowledged);
    }
  }

  @Test
  void reopensAHomeWhoseMoverMissedItsLease() throws Exception {
    write(a, "before");
    HandMove.prepared(homeOfA, Isolation.DATABASE, "two").fence(Duration.ofMillis(1));
    try (Clients clients = new Clients(this, a, THREADS)) {
      await().until(() -> clients.acknowledged.size() >= THREADS);
      clients.stop();
      assertThat(clients.errors).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(Isolation.class)
  void findsItsHomeByTheCatalogWhenTheOldOneIsGone(Isolation target) throws Exception {
    write(a, "before");
    assertThat(bodiesOf(a)).containsExactly("before");
    HandMove move = HandMove.prepared(homeOfA, target, "two").fence(LONG).copyAndSwitch();
    move.open();
    catalog.put(move.to);
    Cluster.drop(homeOfA);
    assertThat(bodiesOf(a)).containsExactly("before");
    write(a, "after");
    assertThat(bodiesOf(a)).containsExactly("after", "before");
  }

  @Test
  void theFirstStatementAfterAMoveMayBeAWriteOrATransaction() throws Exception {
    as(
        a,
        connection -> {
          try (PreparedStatement insert =
              connection.prepareStatement("INSERT INTO note (body) VALUES (?)")) {
            insertBody(insert, "before");
            HandMove first = HandMove.prepared(homeOfA, Isolation.DATABASE, "two");
            first.fence(LONG).copyAndSwitch();
            insertBody(insert, "after one");
            connection.setAutoCommit(false);
            HandMove.prepared(first.to, Isolation.SCHEMA, "one").fence(LONG).copyAndSwitch();
            insertBody(insert, "after two");
            connection.commit();
            assertThat(bodies(connection)).containsExactly("after one", "after two", "before");
            connection.rollback();
          }
        });
  }

  @Test
  void aTransactionThatHasBegunHoldsTheFenceBack() throws Exception {
    HandMove move = HandMove.prepared(homeOfA, Isolation.POOL, "two");
    as(
        a,
        connection -> {
          connection.setAutoCommit(false);
          assertThat(bodies(connection)).isEmpty();
          CompletableFuture<Void> fence = CompletableFuture.runAsync(() -> fenced(move));
          insert(connection, "in a transaction that began with a read");
          assertThat(fence).isNotDone();
          connection.commit();
          fence.orTimeout(20, TimeUnit.SECONDS).join();
        });
    move.copyAndSwitch();
    assertThat(bodiesOf(a)).hasSize(1);
  }

  private static void fenced(HandMove move) {
    try {
      move.fence(LONG);
    } catch (SQLException e) {
      throw new CompletionException(e);
    }
  }

  @Test
  void givesUpAtTheFenceTimeoutSayingWhy() throws Exception {
    data.close();
    data = builder().fenceTimeout(Duration.ofMillis(200)).build();
    HandMove move = HandMove.prepared(homeOfA, Isolation.SCHEMA, "two").fence(LONG);
    as(
        a,
        connection -> {
          CroftDataSourceContract.assertState(() -> insert(connection, "never"), "40001");
          CroftDataSourceContract.assertCode(
              () -> insert(connection, "never"), ErrorCode.FENCE_TIMEOUT);
          move.unfence();
          insert(connection, "when it is over");
          assertThat(bodies(connection)).containsExactly("when it is over");
        });
  }

  @Test
  void sayWhichServerDoesNotAnswer() throws SQLException {
    Placement nowhere = Placement.of(a, Isolation.SCHEMA, "gone", 1);
    catalog.put(nowhere);
    catalog.put(new io.croft.catalog.Endpoint("gone", "127.0.0.1", 1, 1));
    as(
        a,
        connection -> {
          CroftDataSourceContract.assertState(() -> bodies(connection), "08001");
          CroftDataSourceContract.assertCode(
              () -> bodies(connection), ErrorCode.SERVER_UNREACHABLE);
        });
    assertThat(data.stats("gone").total()).isZero();
  }

  private static void insertBody(PreparedStatement insert, String body) throws SQLException {
    insert.setString(1, body);
    insert.executeUpdate();
  }
}
