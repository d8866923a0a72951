package io.croft.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RepeatableSqlTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 1",
        "SELECT 1;",
        "SELECT 1 ; -- done",
        "SELECT 1;;\n/* done */",
        "SELECT ';'",
        "SELECT 'it''s; so'",
        "SELECT E'it\\'s; so'",
        "SELECT e'\\\\', ';'",
        "SELECT \"a;\"\"b\" FROM t",
        "SELECT $$a;b$$",
        "SELECT $tag$a;$$;b$tag$",
        "SELECT $1, a$b FROM t",
        "SELECT 1 -- not; here",
        "SELECT /* a; /* nested; */ still; */ 1",
        "  /* lead */ INSERT INTO t VALUES (?)",
        "SELECT 'E' || 'a;b'",
        "SELECT U&'d\\0061t;'",
        "UPDATE t SET done = do_it()",
        ""
      })
  void isOneStatementWithoutEffectWhenItFails(String sql) {
    assertThat(RepeatableSql.is(sql)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 1; SELECT 2",
        "SELECT 1; /* and */ SELECT 2",
        "SELECT 'a\\'; DELETE FROM t --'",
        "SELECT name'a\\'; DELETE FROM t --'",
        "SELECT $1; DELETE FROM t; --$1",
        "SELECT a$x; DELETE FROM t; SELECT $x$b$x$",
        "SELECT 'open",
        "SELECT \"open",
        "SELECT $$open",
        "SELECT 1 /* open /* deep */",
        "DO $$ BEGIN COMMIT; END $$",
        "/* x */ do $$ BEGIN END $$",
        "CALL settle()",
        "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT 2; END"
      })
  void isSomethingElseOrDoubtful(String sql) {
    assertThat(RepeatableSql.is(sql)).isFalse();
  }
}
