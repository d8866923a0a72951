package io.croft.home;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What no home can be made of is refused with its name and reason, never left out. */
final class ModelCheckIT {

  private static final String DATABASE = "croft_check";

  @BeforeAll
  static void copyTheTemplate() throws SQLException {
    TestServer.prepare(TestServer.TEN_TABLES);
    try (Connection admin = TestServer.maintenance()) {
      Databases.drop(admin, DATABASE);
      Databases.copyTemplate(admin, DATABASE);
      Databases.admit(admin, DATABASE);
    }
  }

  @AfterAll
  static void dropTheCopy() throws SQLException {
    try (Connection admin = TestServer.maintenance()) {
      Databases.drop(admin, DATABASE);
    }
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        Arguments.of("CREATE MATERIALIZED VIEW m AS SELECT 1 AS x", "materialized view m"),
        Arguments.of("CREATE TABLE child () INHERITS (location)", "table child"),
        Arguments.of(
            "CREATE TYPE row_type AS (id int); CREATE TABLE typed OF row_type", "table typed"),
        Arguments.of(
            "CREATE RULE no_delete AS ON DELETE TO location DO INSTEAD NOTHING", "rule no_delete"),
        Arguments.of("CREATE POLICY own ON location USING (true)", "policy own"),
        Arguments.of("ALTER TABLE location ENABLE ROW LEVEL SECURITY", "table location"),
        Arguments.of(
            "CREATE AGGREGATE total (int) (SFUNC = int4pl, STYPE = int)", "function total"),
        Arguments.of("CREATE COLLATION words (LOCALE = 'C')", "collation words"),
        Arguments.of("CREATE TEXT SEARCH CONFIGURATION words (COPY = simple)", "words"),
        Arguments.of(
            "CREATE FUNCTION minus(uuid) RETURNS uuid LANGUAGE sql RETURN $1;"
                + " CREATE OPERATOR -- (RIGHTARG = uuid, FUNCTION = minus)".replace("--", "~~>"),
            "operator ~~>"),
        Arguments.of(
            "CREATE TYPE box_size AS ENUM ('s'); CREATE CAST (box_size AS int) WITH INOUT", "cast"),
        Arguments.of(
            "CREATE FUNCTION f() RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM app.location'",
            "names the schema"),
        Arguments.of(
            "CREATE FUNCTION f() RETURNS int LANGUAGE sql SET search_path = app, pg_temp AS 'SELECT 1'",
            "search path"),
        Arguments.of("GRANT SELECT ON location TO PUBLIC", "table location"),
        Arguments.of("GRANT SELECT (name) ON location TO PUBLIC", "column name of table location"),
        Arguments.of(
            "CREATE FUNCTION f() RETURNS int LANGUAGE sql RETURN 1;"
                + " REVOKE EXECUTE ON FUNCTION f() FROM PUBLIC",
            "function f()"),
        Arguments.of(
            "ALTER DEFAULT PRIVILEGES IN SCHEMA app GRANT SELECT ON TABLES TO PUBLIC",
            "default privileges"),
        Arguments.of("CREATE PUBLICATION everything FOR TABLE location", "publication"),
        Arguments.of("CREATE EXTENSION citext SCHEMA app", "type citext"),
        Arguments.of(
            "CREATE TABLE plain (id int); INSERT INTO plain VALUES (1)", "left rows in it"),
        Arguments.of("CREATE SEQUENCE drawn; SELECT nextval('drawn')", "advanced it"),
        Arguments.of(
            "CREATE TABLE round (id int);"
                + " CREATE FUNCTION most() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT max(id) FROM round; END;"
                + " ALTER TABLE round ADD CHECK (id < most())",
            "circle of dependencies"));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void refuses(String ddl, String object) throws SQLException {
    try (Connection admin = TestServer.admin(TestServer.NAME, DATABASE)) {
      admin.setAutoCommit(false);
      Sql.run(admin, "SET LOCAL search_path = app");
      Sql.run(admin, "DO $do$ BEGIN EXECUTE $ddl$" + ddl + "$ddl$; END $do$");
      assertThatThrownBy(() -> ModelCheck.check(admin))
          .isInstanceOf(CroftException.class)
          .hasMessageContaining(object)
          .extracting(e -> ((CroftException) e).code())
          .isEqualTo(ErrorCode.SCHEMA_NOT_CLONEABLE);
    }
  }

  @Test
  void acceptsTheTemplate() throws SQLException {
    try (Connection admin = TestServer.admin(TestServer.NAME, DATABASE)) {
      assertThatCode(() -> ModelCheck.check(admin)).doesNotThrowAnyException();
    }
  }
}
