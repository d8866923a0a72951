package io.croft.catalog;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** The spelling of addresses. */
final class Address {

  private Address() {}

  static String jdbcUrl(String host, int port, String database) {
    return "jdbc:postgresql://" + hostAndPort(host, port) + "/" + encode(database);
  }

  static String hostAndPort(String host, int port) {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }

  static String encode(String part) {
    return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
