package io.croft.spring;

import io.croft.embedded.EmbeddedPostgres;
import io.croft.testbed.TestFleet;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** A database of no tenant, which an application has beside those of its tenants. */
final class SideDatabase implements AutoCloseable {

  private static final EmbeddedPostgres SERVER = NotesService.fleet().server(TestFleet.EU);

  private final String name;

  SideDatabase(String name) throws SQLException {
    this.name = name;
    execute("postgres", "CREATE DATABASE " + name);
  }

  static DataSource source(String name) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(SERVER.jdbcUrl(name));
    source.setUser(SERVER.superuser());
    source.setPassword(SERVER.password());
    return source;
  }

  void execute(String sql) throws SQLException {
    execute(name, sql);
  }

  boolean hasTable(String table) throws SQLException {
    try (Connection superuser = SERVER.connect(name);
        Statement statement = superuser.createStatement();
        ResultSet row = statement.executeQuery("SELECT to_regclass('" + table + "')")) {
      row.next();
      return row.getString(1) != null;
    }
  }

  private static void execute(String database, String sql) throws SQLException {
    try (Connection superuser = SERVER.connect(database);
        Statement statement = superuser.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public void close() throws SQLException {
    execute("postgres", "DROP DATABASE " + name + " WITH (FORCE)");
  }
}
