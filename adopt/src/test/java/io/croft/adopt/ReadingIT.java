package io.croft.adopt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** A live database is read, and stays as it is. */
final class ReadingIT {

  @Test
  void readingChangesNothingAndLeavesTheConnectionAsItWas() throws SQLException {
    String schema = LiveDatabase.schema("CREATE TABLE item (id int PRIMARY KEY)");
    try (Connection connection = LiveDatabase.connect()) {
      Adoption.plan(connection, AdoptionOptions.of(schema));
      assertThat(connection.getAutoCommit()).isTrue();
      assertThat(
              Sql.query(
                  connection,
                  "SELECT count(*) FROM pg_attribute WHERE attrelid = '%s.item'::regclass AND attnum > 0"
                      .formatted(schema),
                  row -> row.getInt(1)))
          .containsExactly(1);
    }
  }

  /** A policy of the application runs its functions while rows are counted. */
  @Test
  void readingRunsNothingThatWrites() throws SQLException {
    String schema =
        LiveDatabase.schema(
            "CREATE TABLE item (id int PRIMARY KEY); INSERT INTO item VALUES (1); CREATE SEQUENCE seen;"
                + " CREATE FUNCTION see() RETURNS boolean LANGUAGE sql AS $$ SELECT nextval('%s.seen') > 0 $$;"
                + " CREATE POLICY seeing ON item USING (see()); ALTER TABLE item ENABLE ROW LEVEL SECURITY;"
                + " CREATE ROLE %s_reader LOGIN PASSWORD '%s_reader'; GRANT USAGE ON SCHEMA %s TO %s_reader;"
                + " GRANT SELECT ON item TO %s_reader; GRANT USAGE ON SEQUENCE seen TO %s_reader");
    try (Connection reader = LiveDatabase.connectAs(schema + "_reader")) {
      assertThatThrownBy(() -> Adoption.plan(reader, AdoptionOptions.of(schema)))
          .hasMessageContaining("read-only transaction");
      assertThat(reader.getAutoCommit()).isTrue();
    }
    try (Connection connection = LiveDatabase.connect()) {
      assertThat(
              Sql.query(
                  connection,
                  "SELECT is_called FROM " + schema + ".seen",
                  row -> row.getBoolean(1)))
          .containsExactly(false);
    }
  }
}
