package io.croft.adopt;

import java.util.ArrayList;
import java.util.List;

/** Plans foreign keys that carry the tenant; what they do on a deletion leaves it alone. */
final class ForeignKeys {

  private static final String CARRIES =
      "without the tenant a reference to another tenant's row would be accepted, would tell that it is"
          + " there and keep its owner from deleting it";
  private static final String SETS =
      "; a deletion sets the columns that it has set so far, and not the tenant";
  private static final String FULL =
      "; MATCH FULL would refuse a null beside the tenant, which is never null";
  private static final String CHECKED =
      ", so a check takes its place (23514 instead of 23503 for a reference that is null in part)";

  private final LiveSchema schema;
  private final Draft draft;

  ForeignKeys(LiveSchema schema, Draft draft) {
    this.schema = schema;
    this.draft = draft;
  }

  void plan() {
    schema.foreignKeys().forEach(this::plan);
  }

  private void plan(ForeignKey key) {
    boolean from = schema.tables().containsKey(key.table());
    boolean to = schema.tables().containsKey(key.target());
    String object = key.name() + " of " + key.ofTable();
    if (!from && !to) {
      return;
    }
    if (!from || !to) {
      draft.refuse(
          object,
          "it ties a table of the application to one that is left out or lies in another schema: "
              + (from ? key.ofTarget() : key.ofTable()),
          "bring both tables into the schema, leave both out, or drop the foreign key");
    } else if (schema.isShared(key.target())) {
      return;
    } else if (schema.isShared(key.table())) {
      draft.refuse(
          object,
          "the shared table %s refers to %s, whose rows belong to tenants"
              .formatted(key.ofTable(), key.ofTarget()),
          "share both tables, or none");
    } else if (key.tenantPaired()) {
      return;
    } else if (key.hasTenant()) {
      draft.refuse(
          object,
          "tenant_id is part of it without referring to the tenant of " + key.ofTarget(),
          "rename the column tenant_id, which means something else here");
    } else if (key.onUpdate() == 'n') {
      draft.refuse(
          object,
          "ON UPDATE SET NULL would set the tenant to null, and cannot be told to leave it out",
          "use ON UPDATE CASCADE, or no action");
    } else {
      carry(key, object);
    }
  }

  private void carry(ForeignKey key, String object) {
    boolean parts = key.full() && key.columns().size() > 1 && key.nullable();
    String alter = "ALTER TABLE " + key.ofTable();
    List<String> additions = new ArrayList<>();
    additions.add(alter + " ADD CONSTRAINT " + key.name() + " " + definition(key));
    if (parts) {
      additions.add(
          "%s ADD CHECK (num_nulls(%s) IN (0, %d))"
              .formatted(alter, String.join(", ", key.columns()), key.columns().size()));
    }
    key.comment()
        .ifPresent(
            text ->
                additions.add(
                    "COMMENT ON CONSTRAINT %s ON %s IS '%s'"
                        .formatted(key.name(), key.ofTable(), text.replace("'", "''"))));
    draft.step(
        Step.Kind.FOREIGN_KEY,
        object,
        definition(key),
        CARRIES
            + (sets(key.onDelete()) ? SETS : "")
            + (key.full() ? FULL : "")
            + (parts ? CHECKED : ""),
        List.of(alter + " DROP CONSTRAINT " + key.name()),
        additions);
  }

  private static boolean sets(char action) {
    return action == 'n' || action == 'd';
  }

  private static String definition(ForeignKey key) {
    StringBuilder text = new StringBuilder("FOREIGN KEY (");
    text.append(led(key.columns(), key.period())).append(") REFERENCES ").append(key.ofTarget());
    text.append(" (").append(led(key.targetColumns(), key.period())).append(')');
    text.append(action(" ON UPDATE ", key.onUpdate()));
    text.append(action(" ON DELETE ", key.onDelete()));
    if (sets(key.onDelete())) {
      List<String> set = key.setColumns().isEmpty() ? key.columns() : key.setColumns();
      text.append(" (").append(String.join(", ", set)).append(')');
    }
    if (key.deferrable()) {
      text.append(" DEFERRABLE").append(key.deferred() ? " INITIALLY DEFERRED" : "");
    }
    if (!key.enforced()) {
      text.append(" NOT ENFORCED");
    } else if (!key.validated()) {
      text.append(" NOT VALID");
    }
    return text.toString();
  }

  private static String led(List<String> columns, boolean period) {
    List<String> all = new ArrayList<>(columns);
    all.add(0, "tenant_id");
    if (period) {
      all.set(columns.size(), "PERIOD " + all.get(columns.size()));
    }
    return String.join(", ", all);
  }

  private static String action(String when, char letter) {
    return switch (letter) {
      case 'r' -> when + "RESTRICT";
      case 'c' -> when + "CASCADE";
      case 'n' -> when + "SET NULL";
      case 'd' -> when + "SET DEFAULT";
      default -> "";
    };
  }
}
