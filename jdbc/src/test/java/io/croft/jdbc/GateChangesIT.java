package io.croft.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.core.Isolation;
import io.croft.core.Placement;
import io.croft.gate.Gate;
import io.croft.gate.Register;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A data source goes on while an administrator changes the gate of its pool. */
final class GateChangesIT extends TenantsOnServers {

  @Override
  Isolation isolation() {
    return Isolation.POOL;
  }

  private Connection pool() throws SQLException {
    return Cluster.server("one").connect(Placement.SHARED_DATABASE);
  }

  @AfterEach
  void mend() throws SQLException {
    try (Connection admin = pool()) {
      Gate.install(admin);
    }
  }

  private void rotate(Duration grace) throws SQLException {
    try (Connection admin = pool()) {
      Gate.rotateSealKey(admin, Cluster.SECRET, "one", Placement.SHARED_DATABASE, grace);
    }
  }

  @Test
  void sealsWithANewKeyWhenItsOwnHasEnded() throws SQLException {
    write(a, "before");
    rotate(Duration.ofMinutes(5));
    write(a, "with two keys");
    rotate(Duration.ZERO);
    write(a, "with the new key");
    rotate(Duration.ZERO);
    as(a, connection -> assertThat(bodies(connection)).hasSize(3));
  }

  @Test
  void saysThatASealIsRefusedAndLosesNoPermit() throws SQLException {
    write(a, "before");
    spoilSealKeys();
    try {
      for (int i = 0; i < 12; i++) {
        assertThatThrownBy(() -> as(a, connection -> bodies(connection)))
            .hasFieldOrPropertyWithValue("SQLState", "TN003")
            .hasMessageContaining("refuses the seal of tenant " + a)
            .hasMessageContaining("on server one")
            .hasMessageContaining("budget 10, in use 0");
      }
      assertThat(data.stats("one").permits()).isZero();
      assertThat(data.stats("one").total()).as("all were closed").isZero();
    } finally {
      spoilSealKeys();
    }
    as(b, connection -> assertThat(bodies(connection)).isEmpty());
    as(a, connection -> assertThat(bodies(connection)).containsExactly("before"));
  }

  /** A second call mends them. */
  private void spoilSealKeys() throws SQLException {
    try (Connection admin = pool()) {
      Cluster.execute(
          admin, "UPDATE croft.seal_key SET inner_pad = outer_pad, outer_pad = inner_pad");
    }
  }

  @Test
  void readsWhereTheRegisterIsKeptInSequences() throws SQLException {
    write(a, "one");
    try (Connection admin = pool()) {
      Gate.install(admin, Register.SEQUENCES);
    }
    for (int level :
        new int[] {Connection.TRANSACTION_READ_COMMITTED, Connection.TRANSACTION_REPEATABLE_READ}) {
      as(
          a,
          connection -> {
            connection.setReadOnly(true);
            connection.setTransactionIsolation(level);
            connection.setAutoCommit(false);
            assertThat(bodies(connection)).containsExactly("one");
            CroftDataSourceContract.assertState(
                () -> Cluster.execute(connection, "DELETE FROM note"), "25006");
            connection.rollback();
            assertThat(bodies(connection)).containsExactly("one");
            connection.commit();
          });
    }
    write(a, "two");
    as(b, connection -> assertThat(bodies(connection)).isEmpty());
    as(a, connection -> assertThat(bodies(connection)).containsExactlyInAnyOrder("one", "two"));
  }

  @Test
  void tellsThatTheGateIsMissingOrOld() throws SQLException {
    write(a, "one");
    try (Connection admin = pool()) {
      Cluster.execute(admin, "ALTER FUNCTION croft.enter(bytea, text) RENAME TO enter_as_it_was");
    }
    try {
      as(
          a,
          connection ->
              assertThat(failure(() -> bodies(connection)))
                  .isInstanceOfSatisfying(
                      CroftException.class,
                      e -> assertThat(e.code()).isEqualTo(ErrorCode.GATE_OUTDATED)));
    } finally {
      try (Connection admin = pool()) {
        Cluster.execute(admin, "ALTER FUNCTION croft.enter_as_it_was(bytea, text) RENAME TO enter");
      }
    }
    as(a, connection -> assertThat(bodies(connection)).isEqualTo(List.of("one")));
  }

  private interface Work {
    void run() throws SQLException;
  }

  private static Throwable failure(Work work) {
    try {
      work.run();
    } catch (SQLException e) {
      return e.getCause();
    }
    throw new AssertionError("nothing failed");
  }
}
