package io.croft.adopt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What cannot be made ready safely is refused, each with its reason and what to do. */
final class RefusalsIT {

  private static final String ITEM = "CREATE TABLE item (id int PRIMARY KEY, name text); ";

  private static Arguments refused(String ddl, String object, String problem, String remedy) {
    return Arguments.of(ddl, object, problem, remedy);
  }

  static Stream<Arguments> relations() {
    return Stream.of(
        refused(
            ITEM + "CREATE MATERIALIZED VIEW heap AS SELECT count(*) FROM item",
            "materialized view heap",
            "rows of all tenants",
            "make it a view"),
        refused(
            "CREATE EXTENSION IF NOT EXISTS file_fdw SCHEMA public;"
                + " CREATE SERVER IF NOT EXISTS files FOREIGN DATA WRAPPER file_fdw;"
                + " CREATE FOREIGN TABLE far (id int) SERVER files OPTIONS (filename '/dev/null')",
            "foreign table far",
            "row security of another server",
            "outside of the application's schema"),
        refused(
            ITEM + "CREATE TABLE child (PRIMARY KEY (id)) INHERITS (item)",
            "table child",
            "without being its partition",
            "make it a partition"),
        refused(
            "CREATE TYPE shape AS (id int); CREATE TABLE typed OF shape (PRIMARY KEY (id))",
            "table typed",
            "takes no column of its own",
            "ALTER TABLE typed NOT OF"),
        refused(
            ITEM + "ALTER TABLE item ENABLE ROW LEVEL SECURITY",
            "table item",
            "row security of its own",
            "disable row security"),
        refused(
            ITEM + "CREATE POLICY mine ON item USING (name = current_user)",
            "table item",
            "row security of its own",
            "drop its policies"),
        refused(
            ITEM + "CREATE RULE quiet AS ON DELETE TO item DO INSTEAD NOTHING",
            "rule quiet on table item",
            "rewrites statements",
            "make it a trigger"),
        refused(
            "CREATE TABLE log (line text)",
            "log",
            "no primary key",
            "ADD COLUMN id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY"),
        refused(
            "CREATE TABLE log (day date NOT NULL, UNIQUE (day)) PARTITION BY RANGE (day);"
                + " CREATE TABLE log_all PARTITION OF log DEFAULT",
            "log",
            "no primary key",
            "PRIMARY KEY"),
        refused(
            "CREATE TABLE item (tenant_id text, id int PRIMARY KEY)",
            "item",
            "which is text, expected uuid",
            "rename the column"),
        refused(
            "CREATE TABLE item (id uuid PRIMARY KEY, tenant_id uuid GENERATED ALWAYS AS (id) STORED)",
            "item",
            "which is uuid and computed",
            "rename the column"),
        refused(
            ITEM + "CREATE TABLE note (id int PRIMARY KEY, about item)",
            "item",
            "type of note.about",
            "a type of their own"),
        refused(
            ITEM
                + "CREATE SCHEMA %s_other; CREATE TABLE %s_other.part (id int PRIMARY KEY,"
                + " item int REFERENCES item)",
            "part_item_fkey of %s_other.part",
            "lies in another schema",
            "bring both tables into the schema"));
  }

  static Stream<Arguments> keys() {
    return Stream.of(
        refused(
            ITEM + "CREATE INDEX area ON item USING spgist (name)",
            "area of item",
            "spgist takes no column of type uuid",
            "drop it, or use a method that does"),
        refused(
            "CREATE TABLE item (id int PRIMARY KEY, tenant_id uuid, UNIQUE (id, tenant_id))",
            "item_id_tenant_id_key of item",
            "not as its first",
            "tenant_id before the other columns"),
        refused(
            "CREATE TABLE item (id int NOT NULL, tenant_id uuid NOT NULL, UNIQUE (id, tenant_id))",
            "item_id_tenant_id_key of item",
            "not as its first",
            "tenant_id before the other columns"),
        refused(
            "CREATE TABLE item (id int NOT NULL, tenant_id uuid, UNIQUE (id) INCLUDE (tenant_id))",
            "item",
            "no primary key",
            "PRIMARY KEY"),
        refused(
            ITEM
                + "CREATE TABLE part (id int PRIMARY KEY,"
                + " item int REFERENCES item ON UPDATE SET NULL)",
            "part_item_fkey of part",
            "ON UPDATE SET NULL would set the tenant to null",
            "ON UPDATE CASCADE"),
        refused(
            "CREATE TABLE owner (id uuid PRIMARY KEY);"
                + " CREATE TABLE item (id int PRIMARY KEY, tenant_id uuid REFERENCES owner)",
            "item_tenant_id_fkey of item",
            "tenant_id is part of it",
            "means something else here"),
        refused(
            ITEM + "CREATE VIEW named AS SELECT id, name, count(*) FROM item GROUP BY id",
            "view named",
            "needs item_pkey as it is",
            "every column that it selects in GROUP BY"),
        refused(
            ITEM
                + "CREATE FUNCTION add() RETURNS void LANGUAGE sql BEGIN ATOMIC"
                + " INSERT INTO item (id) VALUES (1) ON CONFLICT ON CONSTRAINT item_pkey DO NOTHING; END",
            "function add()",
            "needs item_pkey as it is",
            "columns instead of a constraint"));
  }

  static Stream<Arguments> routines() {
    return Stream.of(
        refused(
            ITEM
                + "CREATE FUNCTION f() RETURNS bigint LANGUAGE sql SECURITY DEFINER"
                + " AS 'SELECT count(*) FROM item'",
            "function f()",
            "rights of its owner",
            "ALTER ROUTINE f() SECURITY INVOKER"),
        refused(
            "CREATE FUNCTION tell(text) RETURNS boolean LANGUAGE plpgsql LEAKPROOF COST 0.0001"
                + " AS 'BEGIN RAISE NOTICE ''%'', $1; RETURN true; END'",
            "function tell(text)",
            "run on rows of other tenants before row security",
            "ALTER ROUTINE tell(text) NOT LEAKPROOF"),
        refused(
            ITEM
                + "CREATE FUNCTION f() RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM %s.item'",
            "function f()",
            "names the schema",
            "leave the schema's name out"),
        refused(
            ITEM
                + "CREATE FUNCTION f() RETURNS bigint LANGUAGE sql SET search_path = %s"
                + " AS 'SELECT count(*) FROM item'",
            "function f()",
            "search path names the schema",
            "RESET search_path"),
        refused(
            "CREATE AGGREGATE total (int) (sfunc = int4pl, stype = int)",
            "function total(integer)",
            "aggregate",
            "extension"),
        refused(
            "CREATE OPERATOR === (FUNCTION = int4eq, LEFTARG = int, RIGHTARG = int)",
            "operator ===(integer,integer)",
            "objects of this kind",
            "drop it"),
        refused(
            ITEM
                + "CREATE FUNCTION of_tenant(tenant_id int) RETURNS bigint LANGUAGE sql"
                + " AS 'SELECT count(*) FROM item WHERE id = $1'",
            "of_tenant(integer)",
            "uses the name tenant_id",
            "rename"),
        refused(
            ITEM
                + "CREATE FUNCTION f() RETURNS SETOF item LANGUAGE sql AS 'SELECT id, name FROM item'",
            "f()",
            "the table gets one more",
            "SELECT *"),
        refused(
            ITEM
                + "CREATE FUNCTION f() RETURNS SETOF item LANGUAGE sql BEGIN ATOMIC SELECT * FROM item; END",
            "f()",
            "the table gets one more",
            "write its body as text"));
  }

  @ParameterizedTest
  @MethodSource({"relations", "keys", "routines"})
  void isRefusedWithItsReasonAndWhatToDo(String ddl, String object, String problem, String remedy)
      throws SQLException {
    AdoptionPlan plan = LiveDatabase.plan(ddl);
    assertThat(plan.refusals())
        .as(PlanText.of(plan))
        .anySatisfy(
            one -> {
              assertThat(one.object()).isEqualTo(object.replace("%s", plan.schema()));
              assertThat(one.problem()).contains(problem);
              assertThat(one.remedy()).contains(remedy);
            });
    assertThat(plan.ready()).isFalse();
    assertThatThrownBy(() -> Migration.text(plan))
        .isInstanceOfSatisfying(
            CroftException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.SCHEMA_NOT_ADOPTABLE));
  }

  @Test
  void aSharedTableThatRefersToATenantsIsRefused() throws SQLException {
    AdoptionPlan plan =
        LiveDatabase.plan(
            ITEM + "CREATE TABLE kind (id int PRIMARY KEY, item int REFERENCES item)", "kind");
    assertThat(plan.refusals())
        .singleElement()
        .satisfies(one -> assertThat(one.problem()).contains("rows belong to tenants"));
  }

  @Test
  void aSoundSchemaIsNotRefused() throws SQLException {
    assertThat(LiveDatabase.plan(ITEM).refusals()).isEmpty();
  }

  @Test
  void namesThatAreNoTablesAreRefused() {
    assertThatThrownBy(() -> LiveDatabase.plan(ITEM, "country"))
        .hasMessageContaining("--shared names what is no table of the schema: country");
    assertThatThrownBy(() -> LiveDatabase.plan(AdoptionOptions.of("public").withExcluded("gone")))
        .hasMessageContaining("--exclude names what is no table of the schema: gone");
    assertThatThrownBy(() -> LiveDatabase.plan(AdoptionOptions.of("nowhere")))
        .isInstanceOfSatisfying(
            CroftException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.ARGUMENT_INVALID));
  }
}
