package io.croft.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class GroupedKeysTest {

  private static final HomeTables TABLES =
      new HomeTables(
          Map.of(
              "artist",
              Set.of("id"),
              "album",
              Set.of("id"),
              "line",
              Set.of("job", "no"),
              "visit",
              Set.of("user"),
              "\u00c9",
              Set.of("Id")),
          Set.of());

  /** What stands in brackets is added. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT id, name FROM artist GROUP BY id[, artist.tenant_id]",
        "select a.id, a.name, count(*) from artist a join album b on b.artist = a.id group by a.id[, a.tenant_id]"
            + " having count(*) > 1 order by a.name",
        "SELECT * FROM artist AS \"A\" GROUP BY \"A\".id[, \"A\".tenant_id];",
        "SELECT * FROM ONLY artist * GROUP BY artist.id[, artist.tenant_id], 1 + 2 LIMIT 3",
        "SELECT * FROM album b, artist a WHERE a.x IS DISTINCT FROM b.x GROUP BY a.id[, a.tenant_id], b.id[, b.tenant_id]",
        "SELECT * FROM album b LEFT JOIN artist USING (x) GROUP BY b.id[, b.tenant_id]",
        "SELECT * FROM line GROUP BY line.job, line.no[, line.tenant_id]",
        "SELECT (SELECT a.name FROM artist a GROUP BY a.id[, a.tenant_id]) FROM t GROUP BY id",
        "SELECT 1 FROM (SELECT id FROM album GROUP BY id[, album.tenant_id]) x, artist a GROUP BY a.id[, a.tenant_id]",
        "SELECT a.id FROM artist a GROUP BY a.id[, a.tenant_id] UNION SELECT 1 FROM t GROUP BY a.id",
        "SELECT extract(year FROM a.day) FROM artist a GROUP BY a.id[, a.tenant_id], extract(year FROM a.day)",
        "INSERT INTO t SELECT a.id, a.name FROM artist a GROUP BY a.id[, a.tenant_id] ON CONFLICT DO NOTHING",
        "WITH top AS (SELECT id, name FROM artist GROUP BY id[, artist.tenant_id]) SELECT * FROM top",
        "SELECT id FROM artist GROUP BY (id)[, artist.tenant_id]",
        "SELECT id, name FROM artist JOIN b USING (id) GROUP BY id[, artist.tenant_id]",
        "SELECT id FROM artist LEFT OUTER JOIN b USING (id) NATURAL LEFT JOIN c GROUP BY id[, artist.tenant_id]",
        "SELECT id FROM b LEFT JOIN c ON true JOIN artist USING (id) GROUP BY id[, artist.tenant_id]",
        "SELECT id FROM b CROSS JOIN c NATURAL JOIN d JOIN artist USING (id) GROUP BY id[, artist.tenant_id]",
        "SELECT * FROM line l GROUP BY ((l.no), job)[, l.tenant_id], 1",
        "SELECT a.name, a.id AS key FROM artist a GROUP BY 2[, a.tenant_id]",
        "SELECT DISTINCT ON (a.name, 2) id k, name FROM artist a GROUP BY 1[, a.tenant_id]",
        "SELECT id, name FROM artist GROUP BY id[, artist.tenant_id], name WITH NO DATA",
        "SELECT \"user\" FROM visit GROUP BY \"user\"[, visit.tenant_id]",
        "SELECT * FROM \u00c9 GROUP BY \u00c9.\"Id\"[, \u00c9.tenant_id]",
        "SELECT rows FROM artist GROUP BY id[, artist.tenant_id]",
        "SELECT a.id FROM artist a JOIN b USING (x) JOIN c ON ARRAY[a.x, c.y] = b.z GROUP BY a.id[, a.tenant_id]",
        "SELECT a.id, (f(a.name, ')')) FROM artist a /* GROUP BY */ GROUP BY a.id[, a.tenant_id] -- a.x"
      })
  void addsTheTenantWhereAWholeKeyIsNamed(String marked) {
    assertThat(NamedKeys.withTenant(marked.replaceAll("\\[,.*?]", ""), TABLES))
        .isEqualTo(marked.replaceAll("\\[(,.*?)]", "$1"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT name FROM artist GROUP BY name",
        "SELECT a.name FROM artist a LEFT JOIN album b ON true GROUP BY a.name, b.x",
        "SELECT * FROM line GROUP BY line.job",
        "SELECT id FROM artist a GROUP BY a.id, a.tenant_id",
        "SELECT id FROM artist a GROUP BY tenant_id, id",
        "SELECT id FROM other GROUP BY id",
        "SELECT a.id FROM artist (id) a GROUP BY a.id",
        "SELECT a.id FROM artist AS a (x, id) GROUP BY a.id",
        "SELECT a.id FROM app.artist a GROUP BY a.id",
        "SELECT a.id FROM (artist a JOIN album b ON true) GROUP BY a.id",
        "SELECT a.id FROM (SELECT 1 AS id) a GROUP BY a.id",
        "WITH artist AS (SELECT 1 AS id) SELECT id FROM artist GROUP BY id",
        "WITH artist (id) AS MATERIALIZED (SELECT 1) SELECT id FROM artist GROUP BY id",
        "SELECT (SELECT count(*) FROM t GROUP BY a.id) FROM artist a",
        "SELECT id FROM artist GROUP BY ROLLUP (id)",
        "SELECT id FROM artist GROUP BY GROUPING SETS (id)",
        "SELECT id FROM artist GROUP BY (id || '')",
        "SELECT id FROM artist GROUP BY (), id",
        "SELECT b.id, count(*) FROM b LEFT JOIN artist a USING (id, name) GROUP BY id",
        "SELECT id, count(*) FROM b LEFT JOIN c JOIN artist a ON c.x = a.x USING (id, z) GROUP BY id",
        "SELECT id, count(*) FROM b LEFT JOIN c CROSS JOIN artist a USING (id, z) GROUP BY id",
        "SELECT id, count(*) FROM b NATURAL LEFT JOIN artist a GROUP BY id",
        "SELECT id, count(*) FROM b LEFT OUTER JOIN LATERAL artist a USING (id) GROUP BY id",
        "SELECT id, count(*) FROM artist RIGHT JOIN b USING (id, name) GROUP BY id",
        "SELECT id, count(*) FROM artist JOIN b USING (id) FULL JOIN c ON true GROUP BY id",
        "SELECT * FROM {oj artist a LEFT OUTER JOIN album b ON true} GROUP BY a.id",
        "SELECT * FROM rows FROM (f()) AS artist GROUP BY id",
        "SELECT * FROM artist a WHERE true GROUP BY A.ID || 'x'",
        "SELECT *, name FROM artist GROUP BY 1",
        "SELECT a.*, a.id FROM artist a GROUP BY 2",
        "SELECT name, id FROM artist GROUP BY 1",
        "SELECT name, id FROM artist GROUP BY 3",
        "SELECT id ISNULL FROM artist GROUP BY 1",
        "SELECT id + 1 AS id FROM artist GROUP BY 1",
        "SELECT id FROM artist GROUP BY '1'",
        "SELECT user, count(*) FROM t LEFT JOIN visit ON true GROUP BY user",
        "SELECT * FROM \u00e9 GROUP BY \"Id\"",
        "SELECT * FROM \u00c9 GROUP BY id",
        "SELECT a.id FROM artist U&\"a\" GROUP BY a.id",
        "SELECT x FROM t JOIN u ON ARRAY[x, artist] = y GROUP BY id",
        "SELECT artist FROM t GROUP BY id",
        "SELECT id FROM artist GROUP BY lower(id)",
        "SELECT sum(x) OVER (ROWS BETWEEN 1 PRECEDING AND CURRENT ROW EXCLUDE GROUP) FROM artist",
        "SELECT 'FROM artist GROUP BY id'",
        "SELECT id FROM artist GROUP BY 'open",
        "SELECT id FROM artist GROUP BY",
        "GROUP BY id",
        "SELECT count(*) FILTER (WHERE x) FROM t GROUP BY x"
      })
  void leavesAllElseAsItIs(String sql) {
    assertThat(NamedKeys.withTenant(sql, TABLES)).isSameAs(sql);
  }

  @Test
  void knowsNothingWithoutKeys() {
    String sql = "SELECT id FROM artist GROUP BY id";
    assertThat(NamedKeys.withTenant(sql, HomeTables.UNKNOWN)).isSameAs(sql);
  }
}
