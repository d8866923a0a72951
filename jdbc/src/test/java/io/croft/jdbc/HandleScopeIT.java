package io.croft.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.croft.core.Access;
import io.croft.core.CapturedScope;
import io.croft.core.ErrorCode;
import io.croft.core.Isolation;
import io.croft.core.TenantScope;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A connection, its statements and its rows ask the database nothing in another scope than that in
 * which the connection was taken: frameworks bind them to threads, and keep them in fields.
 */
@ParameterizedClass
@EnumSource(Isolation.class)
final class HandleScopeIT extends TenantsOnServers {

  private static final Duration LONG = Duration.ofSeconds(30);

  @Parameter private Isolation isolation = Isolation.POOL;

  private final CapturedScope nobody = TenantScope.capture();
  private CapturedScope ofB = nobody;

  @Override
  Isolation isolation() {
    return isolation;
  }

  @BeforeEach
  void captureB() {
    ofB = TenantScope.call(b, TenantScope::capture);
  }

  private void assertRefusedElsewhere(Step step) throws SQLException {
    ofB.run(
        () -> {
          CroftDataSourceContract.assertCode(step::run, ErrorCode.SESSION_OF_ANOTHER_SCOPE);
          CroftDataSourceContract.assertState(step::run, Errors.WRONG_STATE);
        });
    nobody.run(
        () -> {
          CroftDataSourceContract.assertCode(step::run, ErrorCode.NO_TENANT_IN_SCOPE);
          CroftDataSourceContract.assertState(step::run, Errors.NO_TENANT);
        });
    TenantScope.run(
        a,
        Access.of("report"),
        () -> CroftDataSourceContract.assertCode(step::run, ErrorCode.SESSION_OF_ANOTHER_SCOPE));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void statementsAreRefused(boolean autoCommit) throws SQLException {
    write(a, "of a");
    write(b, "of b");
    as(
        a,
        connection -> {
          connection.setAutoCommit(autoCommit);
          try (Statement plain = connection.createStatement();
              PreparedStatement insert =
                  connection.prepareStatement("INSERT INTO note (body) VALUES (?)")) {
            assertThat(bodies(connection)).containsExactly("of a");
            insert.setString(1, "elsewhere");
            insert.addBatch();
            insert.setString(1, "elsewhere");
            plain.addBatch("DELETE FROM note");
            assertRefusedElsewhere(() -> plain.executeQuery("SELECT body FROM note"));
            assertRefusedElsewhere(() -> plain.execute("DELETE FROM note"));
            assertRefusedElsewhere(insert::executeUpdate);
            assertRefusedElsewhere(() -> bodies(connection));
            ofB.run(
                () ->
                    CroftDataSourceContract.assertCode(
                        plain::executeBatch, ErrorCode.SESSION_OF_ANOTHER_SCOPE));
            ofB.run(
                () ->
                    CroftDataSourceContract.assertCode(
                        insert::executeBatch, ErrorCode.SESSION_OF_ANOTHER_SCOPE));
            assertThat(bodies(connection)).containsExactly("of a");
          }
          if (!autoCommit) {
            connection.commit();
          }
        });
    assertThat(bodiesOf(a)).containsExactly("of a");
    assertThat(bodiesOf(b)).containsExactly("of b");
  }

  @Test
  void questionsAreRefused() throws SQLException {
    as(
        a,
        connection -> {
          connection.setAutoCommit(false);
          try (PreparedStatement select = connection.prepareStatement("SELECT body FROM note")) {
            assertRefusedElsewhere(select::getMetaData);
            assertRefusedElsewhere(() -> connection.getMetaData().getTables(null, null, "%", null));
            assertRefusedElsewhere(connection::setSavepoint);
            assertThat(nobody.<Boolean, SQLException>call(() -> connection.isValid(1))).isFalse();
            assertThat(connection.isValid(1)).isTrue();
          }
          connection.rollback();
        });
  }

  @Test
  void rowsAreChangedInTheirScopeOnly() throws SQLException {
    write(a, "before");
    as(
        a,
        connection -> {
          connection.setAutoCommit(false);
          try (Statement select =
                  connection.createStatement(
                      ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_UPDATABLE);
              ResultSet rows = select.executeQuery("SELECT tenant_id, id, body FROM note")) {
            rows.next();
            rows.updateString("body", "after");
            assertRefusedElsewhere(rows::updateRow);
            assertRefusedElsewhere(rows::deleteRow);
            rows.updateRow();
          }
          connection.commit();
        });
    assertThat(bodiesOf(a)).containsExactly("after");
  }

  @Test
  void whatIsUnderWayIsReadAndEndedAnywhere() throws SQLException {
    write(a, "1", "2", "3");
    Connection kept = TenantScope.call(a, data::getConnection);
    TenantScope.run(
        a,
        () -> {
          kept.setAutoCommit(false);
          insert(kept, "4");
        });
    try (Statement select = kept.createStatement()) {
      select.setFetchSize(1);
      try (ResultSet rows =
          TenantScope.call(a, () -> select.executeQuery("SELECT body FROM note ORDER BY body"))) {
        for (String body : List.of("1", "2", "3", "4")) {
          assertThat(rows.next()).isTrue();
          assertThat(rows.getString(1)).isEqualTo(body);
        }
      }
    }
    kept.commit();
    TenantScope.run(a, () -> insert(kept, "undone"));
    ofB.run(kept::rollback);
    TenantScope.run(a, () -> insert(kept, "undone"));
    kept.close();
    assertThat(bodiesOf(a)).containsExactly("1", "2", "3", "4");
  }

  @Test
  void anotherThreadTakesTheScopeAlong() throws SQLException {
    as(
        a,
        connection -> {
          CapturedScope scope = TenantScope.capture();
          CompletableFuture.runAsync(scope.wrap(() -> insertUnchecked(connection))).join();
          assertThat(CompletableFuture.runAsync(() -> insertUnchecked(connection)))
              .failsWithin(LONG)
              .withThrowableThat()
              .havingRootCause()
              .withMessageContaining("no tenant is bound");
        });
    assertThat(bodiesOf(a)).containsExactly("of another thread");
  }

  private static void insertUnchecked(Connection connection) {
    try {
      insert(connection, "of another thread");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
