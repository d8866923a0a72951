package io.croft.adopt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Single steps that need a look of their own. */
final class StepsIT {

  @TempDir private Path directory = Path.of("");

  @Test
  void aColumnOfThatNameAndTypeIsTakenUp() throws SQLException {
    AdoptionPlan plan =
        LiveDatabase.plan(
            "CREATE TABLE item (tenant_id uuid, id int, PRIMARY KEY (tenant_id, id))");
    assertThat(plan.steps())
        .singleElement()
        .satisfies(
            step ->
                assertThat(step.additions())
                    .containsExactly(
                        "ALTER TABLE item ALTER COLUMN tenant_id SET DEFAULT croft.tenant()"));
    AdoptionPlan optional =
        LiveDatabase.plan("CREATE TABLE item (tenant_id uuid UNIQUE, id int PRIMARY KEY)");
    assertThat(optional.steps().get(0).additions())
        .containsExactly(
            "ALTER TABLE item ALTER COLUMN tenant_id SET DEFAULT croft.tenant(),"
                + " ALTER COLUMN tenant_id SET NOT NULL");
  }

  @Test
  void methodsThatTakeNoUuidByThemselvesNeedAnExtension() throws SQLException {
    AdoptionPlan plan =
        LiveDatabase.plan(
            "CREATE TABLE room (id int PRIMARY KEY, during tsrange, words tsvector,"
                + " EXCLUDE USING gist (during WITH &&));"
                + " CREATE INDEX room_words ON room USING gin (words)");
    assertThat(plan.refusals()).isEmpty();
    assertThat(plan.steps())
        .flatExtracting(Step::additions)
        .contains(
            "ALTER TABLE room ADD CONSTRAINT room_during_excl"
                + " EXCLUDE USING gist (tenant_id WITH =, during WITH &&)",
            "CREATE INDEX room_words ON room USING gin (tenant_id, words)");
    assertThat(RemarksIT.remarks(plan, "room_during_excl of room"))
        .singleElement()
        .asString()
        .contains("withExtensions(\"btree_gist\")");
    assertThat(RemarksIT.remarks(plan, "room_words of room"))
        .singleElement()
        .asString()
        .contains("withExtensions(\"btree_gin\")");
  }

  @Test
  void whatTellsRowsApartBecomesThePrimaryKey() throws SQLException {
    AdoptionPlan constraint =
        LiveDatabase.plan("CREATE TABLE log (day date NOT NULL CONSTRAINT once UNIQUE)");
    assertThat(constraint.steps())
        .filteredOn(step -> step.kind() == Step.Kind.PRIMARY_KEY)
        .singleElement()
        .satisfies(
            step -> {
              assertThat(step.removals()).containsExactly("ALTER TABLE log DROP CONSTRAINT once");
              assertThat(step.additions())
                  .containsExactly(
                      "ALTER TABLE log ADD CONSTRAINT once PRIMARY KEY (tenant_id, day)");
            });
    assertThat(constraint.steps()).noneMatch(step -> step.kind() == Step.Kind.UNIQUE);
    AdoptionPlan index =
        LiveDatabase.plan(
            "CREATE TABLE log (day date NOT NULL); CREATE UNIQUE INDEX once ON log (day)");
    assertThat(index.steps())
        .flatExtracting(Step::additions)
        .contains(
            "ALTER TABLE log ADD PRIMARY KEY (tenant_id, day)",
            "CREATE UNIQUE INDEX once ON log USING btree (tenant_id, day)");
    assertThat(LiveDatabase.plan("CREATE TABLE log (day date UNIQUE)").refusals()).hasSize(1);
  }

  @Test
  void aKeyMadeOfAUniqueConstraintForbidsNoLess() throws SQLException {
    AdoptionPlan included =
        LiveDatabase.plan(
            "CREATE TABLE log (day date NOT NULL, n int, CONSTRAINT once UNIQUE (day) INCLUDE (n))");
    assertThat(included.steps())
        .flatExtracting(Step::additions)
        .contains("ALTER TABLE log ADD CONSTRAINT once PRIMARY KEY (tenant_id, day) INCLUDE (n)");
    try (Connection connection = LiveDatabase.connect()) {
      assumeThat(connection.getMetaData().getDatabaseMajorVersion()).isGreaterThanOrEqualTo(18);
    }
    AdoptionPlan period =
        LiveDatabase.plan(
            "CREATE TABLE stay (room int4range NOT NULL, during tsrange NOT NULL,"
                + " CONSTRAINT once UNIQUE (room, during WITHOUT OVERLAPS))");
    assertThat(period.steps())
        .flatExtracting(Step::additions)
        .contains(
            "ALTER TABLE stay ADD CONSTRAINT once"
                + " PRIMARY KEY (tenant_id, room, during WITHOUT OVERLAPS)");
    assertThat(RemarksIT.remarks(period, "once of stay"))
        .singleElement()
        .asString()
        .contains("withExtensions(\"btree_gist\")");
  }

  @Test
  void whatAnExtensionBringsIsNoneOfTheApplications() throws SQLException {
    AdoptionPlan plan =
        LiveDatabase.plan(
            "CREATE EXTENSION citext SCHEMA %s; CREATE TABLE item (id int PRIMARY KEY, name citext)");
    assertThat(plan.refusals()).isEmpty();
    assertThat(plan.steps()).noneMatch(step -> step.kind() == Step.Kind.ROUTINE);
    assertThat(RemarksIT.remarks(plan, "extensions")).singleElement().asString().contains("citext");
  }

  @Test
  void namesThatNeedQuotesGetThem() throws SQLException {
    AdoptionPlan plan =
        LiveDatabase.plan(
            "CREATE TABLE \"Odd Name\" (\"Group\" int PRIMARY KEY,"
                + " \"a\"\"b\" int REFERENCES \"Odd Name\" ON DELETE SET NULL);"
                + " CREATE INDEX \"odd USING btree (\" ON \"Odd Name\" (\"a\"\"b\" DESC, (\"Group\" + 1));"
                + " ALTER INDEX \"odd USING btree (\" ALTER COLUMN 2 SET STATISTICS 40");
    assertThat(plan.steps())
        .flatExtracting(Step::additions)
        .contains(
            "ALTER TABLE \"Odd Name\" ADD CONSTRAINT \"Odd Name_pkey\" PRIMARY KEY (tenant_id, \"Group\")",
            "CREATE INDEX \"odd USING btree (\" ON \"Odd Name\" USING btree"
                + " (tenant_id, \"a\"\"b\" DESC, (\"Group\" + 1))",
            "ALTER INDEX \"odd USING btree (\" ALTER COLUMN 3 SET STATISTICS 40",
            "ALTER TABLE \"Odd Name\" ADD CONSTRAINT \"Odd Name_a\"\"b_fkey\" FOREIGN KEY"
                + " (tenant_id, \"a\"\"b\") REFERENCES \"Odd Name\" (tenant_id, \"Group\")"
                + " ON DELETE SET NULL (\"a\"\"b\")");
  }

  @Test
  void exclusionByHashBecomesOneByBtree() throws SQLException {
    AdoptionPlan plan =
        LiveDatabase.plan(
            "CREATE TABLE room (id int PRIMARY KEY, name text, EXCLUDE USING hash (name WITH =))");
    assertThat(plan.steps())
        .flatExtracting(Step::additions)
        .contains(
            "ALTER TABLE room ADD CONSTRAINT room_name_excl"
                + " EXCLUDE USING btree (tenant_id WITH =, name WITH =)");
  }

  @Test
  void tablesThatNoMigrationMakesAreLeftOut() throws SQLException {
    String schema =
        LiveDatabase.schema(
            "CREATE TABLE item (id int PRIMARY KEY); CREATE TABLE item_old (id int)");
    assertThat(LiveDatabase.plan(AdoptionOptions.of(schema)).refusals()).hasSize(1);
    AdoptionPlan plan = LiveDatabase.plan(AdoptionOptions.of(schema).withExcluded("item_old"));
    assertThat(plan.refusals()).isEmpty();
    assertThat(plan.tables()).containsExactly("item");
  }

  @Test
  void functionsThatUpsertSharedTablesStayAsTheyAre() throws SQLException {
    AdoptionPlan plan =
        LiveDatabase.plan(
            "CREATE TABLE kind (id int PRIMARY KEY); CREATE TABLE item (id int PRIMARY KEY);"
                + " CREATE FUNCTION f() RETURNS void LANGUAGE sql AS"
                + " 'INSERT INTO kind VALUES (1) ON CONFLICT (id) DO NOTHING;"
                + " INSERT INTO item VALUES (1) ON CONFLICT (id) DO NOTHING'",
            "kind");
    assertThat(plan.steps())
        .filteredOn(step -> step.kind() == Step.Kind.ROUTINE)
        .flatExtracting(Step::additions)
        .singleElement()
        .asString()
        .contains("INTO kind VALUES (1) ON CONFLICT (id)", "ON CONFLICT (tenant_id, id)");
  }

  @Test
  void theFileIsTheVersionAfterAllThereAre() throws SQLException, IOException {
    String schema =
        LiveDatabase.schema(
            "CREATE TABLE item (id int PRIMARY KEY);"
                + " CREATE TABLE flyway_schema_history (installed_rank int PRIMARY KEY, version text);"
                + " INSERT INTO flyway_schema_history VALUES (1, '1'), (2, '12.3'), (3, NULL)");
    AdoptionPlan plan = LiveDatabase.plan(AdoptionOptions.of(schema));
    assertThat(Migration.write(plan, directory)).hasFileName("V13__make_ready_for_tenants.sql");
    Files.createFile(directory.resolve("V20261122.1__later.sql"));
    Files.createFile(directory.resolve("R__views.sql"));
    assertThat(Migration.write(plan, directory))
        .hasFileName("V20261123__make_ready_for_tenants.sql")
        .hasContent(Migration.text(plan));
    assertThat(plan.tables()).containsExactly("item");
  }
}
