package io.croft.adopt;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a plan tells beside its steps. */
final class RemarksIT {

  static List<String> remarks(AdoptionPlan plan, String object) {
    return plan.remarks().stream()
        .filter(remark -> remark.object().equals(object))
        .map(Remark::text)
        .toList();
  }

  @Test
  void tablesThatMayBeSharedAreNamedWithTheirReason() throws SQLException {
    String ddl =
        "CREATE TABLE country (code text PRIMARY KEY);"
            + " CREATE TABLE customer (id int PRIMARY KEY, country text REFERENCES country);"
            + " CREATE TABLE card (id int PRIMARY KEY, customer int REFERENCES customer);"
            + " INSERT INTO country VALUES ('NP'), ('TR'); INSERT INTO customer VALUES (1, 'NP')";
    AdoptionPlan plan = LiveDatabase.plan(ddl);
    assertThat(plan.suggestions())
        .containsExactly(
            new Suggestion(
                "country",
                "it refers to no other table, 1 refers to it, it holds 2 rows, and none was changed"
                    + " or deleted"));
    assertThat(remarks(plan, "rows")).singleElement().asString().startsWith("country, customer: ");
    AdoptionPlan shared = LiveDatabase.plan(ddl, "country");
    assertThat(shared.suggestions()).isEmpty();
    assertThat(remarks(shared, "shared rows")).singleElement().asString().startsWith("country: ");
    assertThat(shared.steps())
        .flatExtracting(Step::additions)
        .contains("SELECT croft.share('country')")
        .noneMatch(sql -> sql.contains("country ") || sql.contains("REFERENCES country"));
  }

  @Test
  void textsThatNeedALookAreNamed() throws SQLException {
    AdoptionPlan plan =
        LiveDatabase.plan(
            "CREATE TABLE item (id int PRIMARY KEY);"
                + " CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN"
                + " TRUNCATE item; CREATE TEMP TABLE t (a int); PERFORM pg_advisory_lock(1);"
                + " EXECUTE 'INSERT INTO item VALUES (1) ON CONFLICT (id) DO NOTHING';"
                + " EXECUTE 'SELECT * FROM item GROUP BY id'; END $$");
    assertThat(remarks(plan, "f()"))
        .hasSize(5)
        .anyMatch(text -> text.contains("a text with GROUP BY"))
        .anyMatch(text -> text.contains("TRUNCATE is refused"))
        .anyMatch(text -> text.contains("temporary tables"))
        .anyMatch(text -> text.contains("advisory locks"))
        .anyMatch(text -> text.contains("a text with ON CONFLICT"));
  }

  @Test
  void viewsThatTakeRowsAreNamed() throws SQLException {
    AdoptionPlan plan =
        LiveDatabase.plan(
            "CREATE TABLE item (id int PRIMARY KEY, name text);"
                + " CREATE VIEW named AS SELECT id, name FROM item WHERE name IS NOT NULL;"
                + " CREATE VIEW counted AS SELECT count(*) FROM item");
    assertThat(remarks(plan, "updatable views"))
        .singleElement()
        .asString()
        .startsWith("named: INSERT ... ON CONFLICT (...) into a view is refused (42P10)");
  }
}
