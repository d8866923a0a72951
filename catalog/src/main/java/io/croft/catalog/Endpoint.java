package io.croft.catalog;

/**
 * How applications reach a server.
 *
 * @param server name of the server in the catalog
 * @param host a name or an address
 * @param port a TCP port
 * @param budget how many connections all applications together may hold at once
 */
public record Endpoint(String server, String host, int port, int budget) {

  /** Returns the JDBC address of one database there, without credentials. */
  public String jdbcUrl(String database) {
    return Address.jdbcUrl(host, port, database);
  }
}
