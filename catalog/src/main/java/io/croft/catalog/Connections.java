package io.croft.catalog;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/** How this module's connections are made. */
final class Connections {

  private Connections() {}

  static Connection open(String jdbcUrl, String user, String password, String name)
      throws SQLException {
    Properties properties = properties(name);
    properties.setProperty("user", user);
    properties.setProperty("password", password);
    return DriverManager.getConnection(jdbcUrl, properties);
  }

  /** Returns the driver's settings; a refused row stays out of the messages. */
  static Properties properties(String name) {
    Properties properties = new Properties();
    properties.setProperty("ApplicationName", name);
    properties.setProperty("connectTimeout", "5");
    properties.setProperty("loginTimeout", "10");
    properties.setProperty("tcpKeepAlive", "true");
    properties.setProperty("logServerErrorDetail", "false");
    return properties;
  }
}
