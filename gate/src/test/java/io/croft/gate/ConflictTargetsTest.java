package io.croft.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ConflictTargetsTest {

  private static final String MARK = "#";

  private static String led(String sql) {
    return NamedKeys.withTenant(sql, new HomeTables(Map.of(), Set.of("country", "Odd")));
  }

  /** Where the mark stands, the tenant is put. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "INSERT INTO t VALUES (1) ON CONFLICT (#id) DO NOTHING",
        "insert into t values (?) on conflict(#a, lower(b)) do update set c = excluded.c",
        "INSERT INTO t VALUES (1) ON CONFLICT (#id) WHERE (a = 'DO') AND b DO NOTHING",
        "INSERT INTO t VALUES (1) ON /* no */ CONFLICT -- (x)\n (#id) DO NOTHING",
        "INSERT INTO t VALUES (1) ON CONFLICT (#f(tenant_id)) DO NOTHING",
        "WITH a AS (INSERT INTO t VALUES (1) ON CONFLICT (#x) DO NOTHING RETURNING *)"
            + " INSERT INTO u SELECT * FROM a ON CONFLICT (#y) DO NOTHING",
        "INSERT INTO t SELECT a FROM b JOIN c ON conflict(b.x) WHERE b.y"
            + " ON CONFLICT (#id) DO NOTHING",
        "INSERT INTO t VALUES (1) ON CONFLICT (#id) DO NOTHING; SELECT conflict FROM b",
        "INSERT INTO t SELECT 1 WHERE conflict ON CONFLICT (#\"Id\") DO NOTHING",
        "INSERT INTO app.\"T\" AS x (id) VALUES (1) ON CONFLICT (#id) DO UPDATE SET n = x.n",
        "INSERT INTO t VALUES (1) ON CONFLICT (#id) WHERE (a)[1] IS DISTINCT FROM b::text[] DO NOTHING",
        "INSERT INTO t VALUES (1) ON CONFLICT (#id COLLATE \"C\" text_pattern_ops) DO NOTHING",
        "INSERT INTO t VALUES (E'\\'', '\\', $$'$$, $a$$$'$a$, U&'\\0027', B'1') ON CONFLICT (#id) DO NOTHING",
        "INSERT INTO t VALUES (a ?| b, a ??& ?) ON CONFLICT (#id) DO NOTHING",
        "INSERT INTO t VALUES ({fn now()}, {d '2020-01-01'}) ON CONFLICT (#id) DO NOTHING",
        "INSERT INTO t VALUES (1) -- it's\r ON CONFLICT (#id) DO NOTHING",
        "INSERT INTO t VALUES (1) /* a /* b */ ' */ ON CONFLICT (#id) DO NOTHING",
        "INSERT INTO t(\u00e9\u2028$$) VALUES (1) ON CONFLICT (#id) DO NOTHING -- $$",
        "PREPARE p AS INSERT INTO t VALUES ($1) ON CONFLICT (#id) DO NOTHING",
        "INSERT INTO a VALUES (1) ON CONFLICT (#id) DO NOTHING;"
            + " INSERT INTO b VALUES (1) ON CONFLICT (#id, no) DO UPDATE SET id = 2",
        "BEGIN INSERT INTO t VALUES (1) ON CONFLICT (#id) DO NOTHING; END"
      })
  void leadsTheTargetWithTheTenant(String marked) {
    assertThat(led(marked.replace(MARK, ""))).isEqualTo(marked.replace(MARK, "tenant_id, "));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 1",
        "",
        "SELECT conflict FROM t",
        "SELECT conflict",
        "INSERT INTO t VALUES (1) ON CONFLICT DO NOTHING",
        "INSERT INTO t VALUES (1) ON CONFLICT ON CONSTRAINT t_pkey DO NOTHING",
        "INSERT INTO t VALUES (1) ON CONFLICT (tenant_id, id) DO NOTHING",
        "INSERT INTO t VALUES (1) ON CONFLICT (id, TENANT_ID) DO NOTHING",
        "INSERT INTO t VALUES (1) ON CONFLICT (\"tenant_id\", id) DO NOTHING",
        "INSERT INTO t VALUES ('ON CONFLICT (id) DO NOTHING')",
        "SELECT $$INSERT INTO t VALUES (1) ON CONFLICT (id) DO NOTHING$$",
        "INSERT INTO t VALUES (1) -- ON CONFLICT (id) DO NOTHING",
        "SELECT a FROM b JOIN c ON conflict(b.x)",
        "SELECT a FROM b JOIN c ON conflict(b.x) WHERE b.y",
        "SELECT a FROM b JOIN c ON conflict(b.x) WHERE b.y; DO $$ BEGIN END $$",
        "SELECT (SELECT a FROM b JOIN c ON conflict(b.x) WHERE b.y) AS do",
        "INSERT INTO t VALUES (1) ON CONFLICT (id) DO NOTHING /* not finished",
        "INSERT INTO t VALUES (1) ON CONFLICT (id",
        "INSERT INTO country VALUES (1) ON CONFLICT (id) DO NOTHING",
        "INSERT INTO app.COUNTRY AS c VALUES (1) ON CONFLICT (id) DO NOTHING",
        "INSERT INTO \"Odd\" VALUES (1) ON CONFLICT (id) DO NOTHING",
        "INSERT INTO t SELECT a FROM b JOIN c ON conflict(b.x) WHERE b.y UNION SELECT 1 AS do",
        "SELECT a FROM b JOIN c ON conflict (x) DO NOTHING",
        "INSERT INTO t VALUES (1) ON CONFLICT (id) DO SELECT",
        "INSERT INTO t VALUES (1) ON CONFLICT (id) WHERE a; SELECT 1 AS do",
        "INSERT INTO t VALUES (E'a'\n'b\\'c') ON CONFLICT (id) DO NOTHING",
        "INSERT INTO t VALUES (E'a' -- x\n 'b') ON CONFLICT (id) DO NOTHING",
        "INSERT INTO t VALUES (1) ON CONFLICT (U&\"t\\0065nant_id\", id) DO NOTHING",
        "INSERT INTO t VALUES (1) ON\u2028CONFLICT (id) DO NOTHING",
        "INSERT INTO t VALUES ($\ud83d\ude00$ ON CONFLICT (id) DO NOTHING $\ud83d\ude00$)",
        "SELECT a\u00a0$$ FROM b; SELECT '$$ INSERT INTO t VALUES (1) ON CONFLICT (id) DO NOTHING'"
      })
  void leavesAllElseAsItIs(String sql) {
    assertThat(led(sql)).isSameAs(sql);
  }

  @Test
  void knowsTheWordsInEveryLocale() {
    assertThat(led("insert into t values (1) ON CONFLICT (ID) DO NOTHING"))
        .contains("(tenant_id, ID)");
    String dotless = "select a on confl\u0131ct (id) do nothing";
    assertThat(led(dotless)).isSameAs(dotless);
  }
}
