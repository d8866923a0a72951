package io.croft.move;

import java.util.List;

/**
 * A table in a stream of changes; the root of its partitions when the publication says so.
 *
 * @param id its identity in the source's database, of 32 bits without a sign
 * @param columns those that are published, in the order in which a {@link Row} has their values
 */
record Relation(int id, String schema, String table, List<Column> columns) {

  Relation {
    columns = List.copyOf(columns);
  }
}
