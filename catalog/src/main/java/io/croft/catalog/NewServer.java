package io.croft.catalog;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import java.util.Map;

/**
 * A server to be added, or what an existing one shall become.
 *
 * @param name unique
 * @param region where it stands
 * @param labels the operator's own words about it
 * @param maxTenants how many tenants it may hold
 * @param budget how many connections all applications together may hold at once
 * @param host where administrators reach it
 * @param port where administrators reach it
 * @param adminUser a login that may create roles and databases
 * @param adminPassword secret; {@link #toString} leaves it out
 * @param appHost where applications reach it
 * @param appPort where applications reach it
 */
public record NewServer(
    String name,
    String region,
    Map<String, String> labels,
    int maxTenants,
    int budget,
    String host,
    int port,
    String adminUser,
    String adminPassword,
    String appHost,
    int appPort) {

  private static final int DEFAULT_TENANTS = 10_000;
  private static final int DEFAULT_BUDGET = 100;
  private static final int HIGHEST_PORT = 65_535;

  /**
   * Checks the shape of the name and the region, and the ranges of the numbers.
   *
   * @throws CroftException {@code configuration-invalid} or {@code region-invalid}
   */
  public NewServer {
    Words.name(name, "server");
    Words.region(region);
    range(name, "port", port, 1, HIGHEST_PORT);
    range(name, "application's port", appPort, 1, HIGHEST_PORT);
    range(name, "number of tenants", maxTenants, 0, Integer.MAX_VALUE);
    range(name, "connection budget", budget, 1, Integer.MAX_VALUE);
    labels = Map.copyOf(labels);
  }

  /**
   * Returns a server that applications reach where administrators do, without labels, with room for
   * 10,000 tenants and 100 connections.
   */
  public static NewServer of(
      String name, String region, String host, int port, String adminUser, String adminPassword) {
    return new NewServer(
        name,
        region,
        Map.of(),
        DEFAULT_TENANTS,
        DEFAULT_BUDGET,
        host,
        port,
        adminUser,
        adminPassword,
        host,
        port);
  }

  /** Returns the same with another capacity. */
  public NewServer withCapacity(int tenants, int connections) {
    return new NewServer(
        name,
        region,
        labels,
        tenants,
        connections,
        host,
        port,
        adminUser,
        adminPassword,
        appHost,
        appPort);
  }

  private static void range(String server, String what, int value, int least, int most) {
    if (value < least || value > most) {
      throw new CroftException(
          ErrorCode.CONFIGURATION_INVALID,
          "the " + what + " of server " + server + " is " + value,
          "choose one from " + least + " to " + most);
    }
  }

  @Override
  public String toString() {
    return "NewServer[" + name + " in " + region + " at " + Address.hostAndPort(host, port) + "]";
  }
}
