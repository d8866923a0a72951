package io.croft.move;

import static java.util.stream.Collectors.joining;

import io.croft.core.Identifiers;
import io.croft.core.TenantId;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A table of the application as a copy sees it; the same in every home. Its rows fall into buckets
 * by their keys, so that homes can be compared bucket by bucket.
 *
 * @param name without its schema
 * @param columns all columns in their order
 * @param writable those that can be given a value: all but generated ones
 * @param fixed those that keep the value with which a row was inserted: identities that are always
 *     generated
 * @param key the columns of the primary key in their order
 */
record TableShape(
    String name,
    List<String> columns,
    List<String> writable,
    List<String> fixed,
    List<KeyColumn> key) {

  private static final int BUCKETS = 128;

  /** Reads one tenant's rows in any order. */
  String read(String schema, TenantId tenant) {
    return "SELECT %s FROM %s".formatted(list(columns), rows(schema, tenant));
  }

  /** Reads one tenant's rows in the order of the key. */
  String copyOut(String schema, TenantId tenant) {
    return "COPY (SELECT %s FROM %s ORDER BY %s) TO STDOUT"
        .formatted(list(writable), rows(schema, tenant), keys());
  }

  /** Reads those of one tenant's rows that fall into the buckets, in the order of the key. */
  String copyOut(String schema, TenantId tenant, Set<Integer> buckets) {
    return "COPY (SELECT %s FROM %s AND %s ORDER BY %s) TO STDOUT"
        .formatted(list(writable), rows(schema, tenant), in(buckets), keys());
  }

  /** Reads those of one tenant's rows whose keys are in {@code range}, in the order of the key. */
  String copyOut(String schema, TenantId tenant, KeyRange range) {
    return "COPY (SELECT %s FROM %s%s ORDER BY %s) TO STDOUT"
        .formatted(list(writable), rows(schema, tenant), range.condition(schema, key), keys());
  }

  /** Yields every {@code size}-th key in order, its columns as texts. */
  String bounds(String schema, TenantId tenant, int size) {
    return """
    SELECT %s FROM (SELECT %s, row_number() OVER (ORDER BY %s) AS croft_place FROM %s) numbered \
    WHERE croft_place %% %d = 0 ORDER BY croft_place"""
        .formatted(
            key.stream().map(k -> k.quoted() + "::text").collect(joining(", ")),
            keys(),
            keys(),
            rows(schema, tenant),
            size);
  }

  /** Writes rows in the order of {@link #writable}. */
  String copyIn(String schema) {
    return "COPY %s (%s) FROM STDIN".formatted(Identifiers.quote(schema, name), list(writable));
  }

  /** Removes those of one tenant's rows that fall into the buckets. */
  String remove(String schema, TenantId tenant, Set<Integer> buckets) {
    return "DELETE FROM %s AND %s".formatted(rows(schema, tenant), in(buckets));
  }

  /**
   * Yields the table's name and for each bucket its number, the number of one tenant's rows, two
   * independent 64-bit hashes of every column of every row, summed, so that the order does not
   * matter, and the size of the rows. (OFFSET 0 keeps the text of a row from being made once for
   * each use.)
   */
  String hash(String schema, TenantId tenant) {
    return hash(rows(schema, tenant));
  }

  /**
   * Yields the same as {@link #hash(String, TenantId)} but for the rows with the given keys: a
   * parameter for each column of the key, an array of its values.
   */
  String hashWithout(String schema, TenantId tenant) {
    return hash(
        "%s AND NOT EXISTS (SELECT FROM %s WHERE %s)"
            .formatted(rows(schema, tenant), given(schema), sameKey()));
  }

  /**
   * Yields the name of the table, the key and two hashes of each of one tenant's rows that has one
   * of the given keys: a parameter for each column of the key, an array of its values.
   */
  String hashOf(String schema, TenantId tenant) {
    return """
    SELECT '%s', ROW(%s)::text, hashtextextended(ROW(%s)::text, 0), \
    hashtextextended(ROW(%s)::text, 4242) FROM %s JOIN %s AS r ON %s WHERE r.tenant_id = '%s'::uuid"""
        .formatted(
            name.replace("'", "''"),
            qualified("r", keyNames()),
            qualified("r", columns),
            qualified("r", columns),
            given(schema),
            Identifiers.quote(schema, name),
            sameKey(),
            tenant);
  }

  private String hash(String rows) {
    return """
    SELECT '%s', bucket, count(*), sum(hashtextextended(t, 0))::text, \
    sum(hashtextextended(t, 4242))::text, sum(octet_length(t)) \
    FROM (SELECT %s AS bucket, ROW(%s)::text AS t FROM %s OFFSET 0) hashed GROUP BY bucket"""
        .formatted(name.replace("'", "''"), bucket(), list(columns), rows);
  }

  /** Yields the key and the hash of each of one tenant's rows, ordered by the key's bytes. */
  String rowHashes(String schema, TenantId tenant) {
    return """
    SELECT ROW(%s)::text COLLATE "C" AS key, hashtextextended(ROW(%s)::text, 0) \
    FROM %s ORDER BY 1"""
        .formatted(keys(), list(columns), rows(schema, tenant));
  }

  private String rows(String schema, TenantId tenant) {
    return "%s AS r WHERE tenant_id = '%s'::uuid"
        .formatted(Identifiers.quote(schema, name), tenant);
  }

  /** Keys that are parameters, as rows. */
  private String given(String schema) {
    String texts = key.stream().map(k -> "?::text[]").collect(joining(", "));
    String names = IntStream.range(0, key.size()).mapToObj(i -> "k" + i).collect(joining(", "));
    String values =
        IntStream.range(0, key.size())
            .mapToObj(
                i ->
                    "%s%s AS %s"
                        .formatted(
                            key.get(i).value(schema, "k" + i),
                            key.get(i).collation(),
                            key.get(i).quoted()))
            .collect(joining(", "));
    return "(SELECT %s FROM unnest(%s) AS given (%s)) AS d".formatted(values, texts, names);
  }

  /**
   * By the key's own equality, which an index knows; then by the text, since values may be the same
   * as keys and yet differ: 1.0 and 1.00.
   */
  private String sameKey() {
    return key.stream()
            .map(k -> "d.%1$s %2$s r.%1$s".formatted(k.quoted(), k.equal()))
            .collect(joining(" AND "))
        + " AND ROW(%s)::text = ROW(%s)::text"
            .formatted(qualified("d", keyNames()), qualified("r", keyNames()));
  }

  private List<String> keyNames() {
    return key.stream().map(KeyColumn::name).toList();
  }

  private String keys() {
    return list(keyNames());
  }

  private static String qualified(String alias, List<String> names) {
    return names.stream().map(name -> alias + "." + Identifiers.quote(name)).collect(joining(", "));
  }

  /** By the text of the key: equal in all homes, also for types whose identity differs. */
  private String bucket() {
    return "(hashtextextended(ROW(%s)::text, 7) & %d)".formatted(keys(), BUCKETS - 1);
  }

  private String in(Set<Integer> buckets) {
    return "%s IN (%s)"
        .formatted(bucket(), buckets.stream().map(String::valueOf).collect(joining(", ")));
  }

  private static String list(List<String> names) {
    return names.stream().map(Identifiers::quote).collect(joining(", "));
  }
}
