package io.croft.adopt;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Plans keys and indexes that lead with the tenant; each keeps its name. */
final class Keys {

  private static final Map<String, String> EXTENSIONS =
      Map.of("gist", "btree_gist", "gin", "btree_gin");

  private static final String KEY =
      "a key of one tenant answers nothing about another's and takes no value from it; its"
          + " values may repeat from tenant to tenant";
  private static final String INDEX =
      "an index that leads with something else answers questions about other tenants' rows, even"
          + " under row security";
  private static final String HASH =
      "; a hash index takes one column only, so it becomes a B-tree, whose entries hold at most 2.7 kB";
  private static final String KEYLESS =
      "homes are compared and moved row by row, by the primary key; the table had none, and these"
          + " columns tell its rows apart";

  private final LiveSchema schema;
  private final Draft draft;
  private final Set<Index> replaced = new HashSet<>();

  Keys(LiveSchema schema, Draft draft) {
    this.schema = schema;
    this.draft = draft;
  }

  void plan() {
    schema.tables().values().stream()
        .filter(table -> !table.keyed() && !table.partition())
        .forEach(this::giveKey);
    // Partitions first: then the table's own takes theirs up, and they keep their names.
    schema.indexes().stream()
        .filter(index -> schema.isTenants(index.table()) && !replaced.contains(index))
        .sorted(Comparator.comparing(Index::depth).reversed())
        .forEach(this::plan);
  }

  private void plan(Index index) {
    String object = index.name() + " of " + index.ofTable();
    if (!index.valid()) {
      draft.refuse(
          object, "the index is not valid", "REINDEX INDEX " + index.name() + ", or drop it");
    } else if (index.led()) {
      return;
    } else if (index.hasTenant()) {
      draft.refuse(
          object,
          "it has the column tenant_id, and not as its first",
          "make it anew with tenant_id before the other columns");
    } else if (!index.understood()) {
      throw new IllegalStateException("a definition that begins otherwise: " + object);
    } else if (!index.method().equals("hash") && !takesTenant(index)) {
      draft.refuse(
          object,
          index.method() + " takes no column of type uuid before others",
          "drop it, or use a method that does: btree, gist, gin, brin");
    } else {
      lead(index, object);
    }
  }

  private static boolean takesTenant(Index index) {
    return index.manyColumns() && (index.takesUuid() || EXTENSIONS.containsKey(index.method()));
  }

  private void lead(Index index, String object) {
    boolean hash = index.method().equals("hash");
    String method = hash ? "btree" : index.method();
    String first = index.kind() == Step.Kind.EXCLUSION ? "tenant_id WITH =, " : "tenant_id, ";
    boolean constraint = index.kind() != Step.Kind.INDEX;
    String head =
        hash ? index.head().replaceFirst("USING hash \\($", "USING btree (") : index.head();
    String alter = "ALTER TABLE " + index.ofTable();
    String definition =
        constraint
            ? alter + " ADD CONSTRAINT " + index.name() + " " + head + first + index.rest()
            : withoutOnly(head, index) + first + index.rest();
    if (!index.takesUuid() && EXTENSIONS.containsKey(method)) {
      needExtension(object, method);
    }
    draft.step(
        index.kind(),
        object,
        "(" + first + index.rest(),
        (constraint ? KEY : INDEX) + (hash ? HASH : ""),
        !index.top()
            ? List.of()
            : List.of(
                constraint
                    ? alter + " DROP CONSTRAINT " + index.name()
                    : "DROP INDEX " + index.name()),
        with(definition, index.restored()));
  }

  /** The definition of a partitioned index tells not to make it for partitions. */
  private static String withoutOnly(String head, Index index) {
    String only = " ON ONLY " + index.ofTable() + " USING ";
    int at = head.indexOf(only);
    return at < 0
        ? head
        : head.substring(0, at) + only.replace(" ONLY ", " ") + head.substring(at + only.length());
  }

  private void needExtension(String object, String method) {
    String extension = EXTENSIONS.get(method);
    draft.remark(
        object,
        "%s takes a uuid with the extension %s only: give it to Croft, ApplicationSchema.withExtensions(\"%s\")"
            .formatted(method, extension, extension));
  }

  /** Makes a key of what tells the rows apart: a constraint becomes it, an index stays beside. */
  private void giveKey(Table table) {
    Optional<Index> found =
        schema.indexes().stream()
            .filter(index -> index.table() == table.oid() && index.identifies() && index.valid())
            .filter(index -> index.understood() && (index.led() || !index.hasTenant()))
            .filter(index -> !schema.isShared(table.oid()) && !schema.isDivided(table))
            .min(Comparator.comparing(index -> index.columns().length()));
    if (found.isEmpty()) {
      draft.refuse(
          table.name(),
          "it has no primary key, nor columns of which one could be made",
          "ALTER TABLE "
              + table.name()
              + " ADD COLUMN id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY");
      return;
    }
    Index index = found.get();
    String alter = "ALTER TABLE " + table.name();
    String first = index.led() ? "" : "tenant_id, ";
    if (index.kind() == Step.Kind.UNIQUE) {
      replaced.add(index);
      // As it was written: a period without overlaps is more than a column of a key.
      String columns = first + index.rest();
      if (!index.takesUuid() && EXTENSIONS.containsKey(index.method())) {
        needExtension(index.name() + " of " + table.name(), index.method());
      }
      draft.step(
          Step.Kind.PRIMARY_KEY,
          index.name() + " of " + table.name(),
          "(" + columns + ", in place of the unique constraint",
          KEYLESS,
          List.of(alter + " DROP CONSTRAINT " + index.name()),
          with(
              alter + " ADD CONSTRAINT " + index.name() + " PRIMARY KEY (" + columns,
              index.restored()));
    } else {
      String columns = first + index.columns();
      draft.step(
          Step.Kind.PRIMARY_KEY,
          table.name(),
          "(" + columns + "), beside " + index.name(),
          KEYLESS,
          alter + " ADD PRIMARY KEY (" + columns + ")");
    }
  }

  private static List<String> with(String first, List<String> more) {
    List<String> all = new ArrayList<>(more);
    all.add(0, first);
    return all;
  }
}
