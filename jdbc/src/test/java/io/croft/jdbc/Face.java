package io.croft.jdbc;

import java.sql.Connection;
import java.util.Map;

/**
 * One thing that an application does with a connection, the same on a plain connection of the
 * driver and on one of Croft.
 *
 * @param driver properties of the driver that it wants
 */
record Face(String name, Map<String, String> driver, Script script) {

  /** What the application does; each of its calls is recorded. */
  interface Script {
    void play(Connection connection, Tape tape) throws Exception;
  }

  static Face of(String name, Script script) {
    return new Face(name, Map.of(), script);
  }

  static Face with(String property, String value, String name, Script script) {
    return new Face(name, Map.of(property, value), script);
  }
}
