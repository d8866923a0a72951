package io.croft.adopt;

import java.util.Set;

/**
 * What is to be adopted.
 *
 * @param schema the schema of the application's tables
 * @param shared tables that belong to no tenant, as PostgreSQL spells their names in its catalogs;
 *     partitions follow their table
 * @param excluded tables that the application's migrations do not make, such as copies and
 *     bookkeeping of other tools
 */
public record AdoptionOptions(String schema, Set<String> shared, Set<String> excluded) {

  /** Copies the sets. */
  public AdoptionOptions {
    shared = Set.copyOf(shared);
    excluded = Set.copyOf(excluded);
  }

  /** Returns all tables of {@code schema}, each a tenant's. */
  public static AdoptionOptions of(String schema) {
    return new AdoptionOptions(schema, Set.of(), Set.of());
  }

  /** Returns the same with tables that belong to no tenant. */
  public AdoptionOptions withShared(String... tables) {
    return new AdoptionOptions(schema, Set.of(tables), excluded);
  }

  /** Returns the same with tables that are no part of the application's schema. */
  public AdoptionOptions withExcluded(String... tables) {
    return new AdoptionOptions(schema, shared, Set.of(tables));
  }
}
