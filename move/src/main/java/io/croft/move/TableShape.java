package io.croft.move;

import io.croft.core.Identifiers;
import io.croft.core.TenantId;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A table of the application as a copy sees it; the same in every home.
 *
 * @param name without its schema
 * @param columns all columns in their order
 * @param writable those that can be given a value: all but generated ones
 * @param key the columns of the primary key in their order
 */
record TableShape(String name, List<String> columns, List<String> writable, List<String> key) {

  /** Reads one tenant's rows in the order of the key. */
  String copyOut(String schema, TenantId tenant) {
    return "COPY (SELECT %s FROM %s WHERE tenant_id = '%s'::uuid ORDER BY %s) TO STDOUT"
        .formatted(list(writable), Identifiers.quote(schema, name), tenant, list(key));
  }

  /** Writes rows in the order of {@link #writable}. */
  String copyIn(String schema) {
    return "COPY %s (%s) FROM STDIN".formatted(Identifiers.quote(schema, name), list(writable));
  }

  /**
   * Yields the table's name, the number of one tenant's rows, and two independent 64-bit hashes of
   * every column of every row, summed, so that the order does not matter. (OFFSET 0 keeps the text
   * of a row from being made once for each use.)
   */
  String hash(String schema, TenantId tenant) {
    return """
    SELECT '%s', count(*), coalesce(sum(hashtextextended(t, 0)), 0)::text, \
    coalesce(sum(hashtextextended(t, 4242)), 0)::text, coalesce(sum(octet_length(t)), 0) \
    FROM (SELECT ROW(%s)::text AS t FROM %s WHERE tenant_id = '%s'::uuid OFFSET 0) rows"""
        .formatted(name.replace("'", "''"), list(columns), Identifiers.quote(schema, name), tenant);
  }

  /** Yields the key and the hash of each of one tenant's rows, ordered by the key's bytes. */
  String rowHashes(String schema, TenantId tenant) {
    return """
    SELECT ROW(%s)::text COLLATE "C" AS key, hashtextextended(ROW(%s)::text, 0) \
    FROM %s WHERE tenant_id = '%s'::uuid ORDER BY 1"""
        .formatted(list(key), list(columns), Identifiers.quote(schema, name), tenant);
  }

  private static String list(List<String> names) {
    return names.stream().map(Identifiers::quote).collect(Collectors.joining(", "));
  }
}
