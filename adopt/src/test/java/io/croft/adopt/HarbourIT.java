package io.croft.adopt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.croft.core.Isolation;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A harbour: exclusion, partitions of partitions, a circle of deferred references, names that need
 * quotes, a column of the tenant's name, and groups and conflicts in every spelling.
 */
final class HarbourIT extends AdoptedContract {

  HarbourIT() {
    super("harbour", "stay", List.of("btree_gist", "btree_gin"), "flag");
  }

  /** Arrays and ranges behind the tenant in an index. */
  @Override
  Set<String> findings() {
    return Set.of("CROFT211 eu-1/croft_app/app.ship", "CROFT211 eu-1/croft_app/app.stay");
  }

  /** What has no column of the tenant is not told to have one: the answer names what is wrong. */
  @ParameterizedTest
  @EnumSource
  void upsertsOfSharedTablesAndViewsAreRefusedForWhatTheyAre(Isolation isolation) throws Exception {
    application()
        .as(
            application().tenant(isolation),
            connection -> {
              try (Statement statement = connection.createStatement()) {
                refuses(
                    statement,
                    "INSERT INTO flag VALUES ('NL', 'x') ON CONFLICT (code) DO NOTHING",
                    "42501");
                refuses(
                    statement,
                    "INSERT INTO moored (id, ship) OVERRIDING SYSTEM VALUE VALUES (1, 1) ON CONFLICT (id) DO NOTHING",
                    "42P10");
              }
            });
  }

  private static void refuses(Statement statement, String sql, String state) {
    assertThatThrownBy(() -> statement.execute(sql))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(state));
  }
}
