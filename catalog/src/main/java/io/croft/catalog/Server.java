package io.croft.catalog;

import java.util.Map;

/**
 * A PostgreSQL server that tenants may be placed on.
 *
 * @param name unique
 * @param region where it stands
 * @param labels the operator's own words about it
 * @param maxTenants how many tenants it may hold
 * @param budget how many connections all applications together may hold at once
 * @param host where administrators reach it
 * @param port where administrators reach it
 * @param adminUser the administrator's login; its password never leaves the catalog
 * @param endpoint where applications reach it
 * @param tenants how many tenants it holds now
 */
public record Server(
    String name,
    String region,
    Map<String, String> labels,
    int maxTenants,
    int budget,
    String host,
    int port,
    String adminUser,
    Endpoint endpoint,
    int tenants) {

  /** Returns true when one more tenant fits. */
  public boolean hasRoom() {
    return tenants < maxTenants;
  }

  /** Returns the JDBC address of one database there as administrators reach it. */
  public String jdbcUrl(String database) {
    return Address.jdbcUrl(host, port, database);
  }
}
