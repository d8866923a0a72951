package io.croft.gate;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * What {@link NamedKeys} knows of the tables and views of a home, by their names as the catalog
 * spells them. Not to know one is no error: statements that name it are then refused by PostgreSQL.
 *
 * @param keys the columns of the primary key of each table with a tenant, but the tenant
 * @param withoutTenant tables and views that have no column {@code tenant_id}
 */
public record HomeTables(Map<String, Set<String>> keys, Set<String> withoutTenant) {

  /** Nothing is known. */
  public static final HomeTables UNKNOWN = new HomeTables(Map.of(), Set.of());

  /** Copies the collections. */
  public HomeTables {
    Map<String, Set<String>> copies = new HashMap<>();
    keys.forEach((table, columns) -> copies.put(table, Set.copyOf(columns)));
    keys = Map.copyOf(copies);
    withoutTenant = Set.copyOf(withoutTenant);
  }
}
