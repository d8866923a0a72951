package io.croft.adopt;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Plans the column that says whose a row is, and which tables are nobody's. */
final class TenantColumns {

  private static final String TYPE = "uuid NOT NULL DEFAULT croft.tenant()";

  /** Apart from the column: PostgreSQL would compute the default of a new one at once. */
  private static final String DEFAULT = "ALTER COLUMN tenant_id SET DEFAULT croft.tenant()";

  private static final String REQUIRED = "ALTER COLUMN tenant_id SET NOT NULL";
  private static final String ADDED =
      "it says whose a row is; the database fills it in, so no statement names it, and it comes last, so"
          + " that INSERT without a list of columns goes on";
  private static final String TAKEN_UP =
      "a column of that name and type is there already: it becomes the tenant's, and every other value in"
          + " it is refused; rename it where it means something else";
  private static final String SHARED =
      "it belongs to no tenant: all may read it, none may write it, and each home has a copy";

  private final LiveSchema schema;
  private final Map<Long, String> rowTypes;
  private final Draft draft;

  /**
   * @param rowTypes the columns that are of a table's row type, by the table's oid
   */
  TenantColumns(LiveSchema schema, Map<Long, String> rowTypes, Draft draft) {
    this.schema = schema;
    this.rowTypes = rowTypes;
    this.draft = draft;
  }

  void plan() {
    for (String table : schema.undeclared()) {
      draft.step(
          Step.Kind.SHARED_TABLE,
          table,
          "declare it as shared",
          SHARED,
          "SELECT croft.share('" + table.replace("'", "''") + "')");
    }
    Map<String, List<String>> changed = new HashMap<>();
    for (Table table : schema.ofTenants()) {
      plan(table, changed);
    }
  }

  private void plan(Table table, Map<String, List<String>> changed) {
    Table.Tenant tenant = table.tenant();
    String alter = "ALTER TABLE " + table.name() + " ";
    if (tenant.missing()) {
      if (rowTypes.containsKey(table.oid())) {
        draft.refuse(
            table.name(),
            "its row type is the type of "
                + rowTypes.get(table.oid())
                + ", whose values would lack the tenant's column",
            "give these columns a type of their own");
      } else if (!table.partition()) {
        draft.step(
            Step.Kind.TENANT_COLUMN,
            table.name(),
            "add tenant_id " + TYPE,
            ADDED,
            List.of(),
            List.of(alter + "ADD COLUMN tenant_id uuid", alter + DEFAULT + ", " + REQUIRED));
      }
    } else if (!tenant.usable()) {
      draft.refuse(
          table.name(),
          "it has a column tenant_id of its own, which is %s, expected uuid"
              .formatted(tenant.type() + (tenant.generated() ? " and computed" : "")),
          "rename the column; the name is taken by the tenant's");
    } else {
      takeUp(table, alter, changed);
    }
  }

  private void takeUp(Table table, String alter, Map<String, List<String>> changed) {
    List<String> wanted =
        Stream.of(table.tenant().filled() ? "" : DEFAULT, table.tenant().required() ? "" : REQUIRED)
            .filter(one -> !one.isEmpty())
            .filter(one -> !changed.getOrDefault(table.root(), List.of()).contains(one))
            .toList();
    if (wanted.isEmpty()) {
      return;
    }
    changed.merge(table.root(), wanted, (a, b) -> Stream.concat(a.stream(), b.stream()).toList());
    draft.step(
        Step.Kind.TENANT_COLUMN,
        table.name(),
        "make tenant_id " + TYPE,
        TAKEN_UP,
        alter + String.join(", ", wanted));
  }
}
