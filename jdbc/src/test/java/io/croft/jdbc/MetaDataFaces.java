package io.croft.jdbc;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** What statements, rows and the database say of themselves. */
final class MetaDataFaces {

  private static final String COLUMNS =
      "SELECT id, name, price AS cost, 1 AS one, 'x'::mood AS feeling, ARRAY[1] AS list, now() AS at"
          + " FROM item WHERE false";

  private MetaDataFaces() {}

  static List<Face> all() {
    return List.of(
        Face.of("columns in autocommit", (c, t) -> columns(c, t, true)),
        Face.of("columns in a transaction", (c, t) -> columns(c, t, false)),
        Face.of("columns of a prepared statement before it runs", MetaDataFaces::described),
        Face.of("columns of what gives none", MetaDataFaces::noColumns),
        Face.of("parameters in autocommit", (c, t) -> parameters(c, t, true)),
        Face.of("parameters in a transaction", (c, t) -> parameters(c, t, false)),
        Face.of("parameters of a broken statement", MetaDataFaces::broken),
        Face.of("a statement described beside its rows", MetaDataFaces::beside),
        Face.of("the words of the database about itself", MetaDataFaces::words),
        Face.of("tables and columns of the database", MetaDataFaces::tables),
        Face.of("keys and indexes of the database", MetaDataFaces::keys),
        Face.of("types and functions of the database", MetaDataFaces::types),
        Face.of("metadata in a transaction", MetaDataFaces::inTransaction),
        Face.of("metadata in a failed transaction", MetaDataFaces::inFailed));
  }

  private static void columns(Connection c, Tape t, boolean autoCommit) throws SQLException {
    c.setAutoCommit(autoCommit);
    ResultSetMetaData columns = c.createStatement().executeQuery(COLUMNS).getMetaData();
    for (int i = 1; i <= columns.getColumnCount(); i++) {
      int column = i;
      columns.getColumnName(i);
      columns.getColumnLabel(i);
      columns.getColumnType(i);
      columns.getColumnTypeName(i);
      columns.getColumnClassName(i);
      columns.getColumnDisplaySize(i);
      columns.getPrecision(i);
      columns.getScale(i);
      columns.isSigned(i);
      columns.isCaseSensitive(i);
      columns.isCurrency(i);
      columns.isSearchable(i);
      columns.isReadOnly(i);
      columns.isWritable(i);
      columns.isDefinitelyWritable(i);
      t.attempt(() -> columns.isNullable(column));
      t.attempt(() -> columns.isAutoIncrement(column));
      t.attempt(() -> columns.getTableName(column));
      t.attempt(() -> columns.getSchemaName(column));
      t.attempt(() -> columns.getCatalogName(column));
    }
    t.attempt(() -> columns.getColumnName(0));
    t.attempt(() -> columns.getColumnName(99));
  }

  private static void described(Connection c, Tape t) throws SQLException {
    PreparedStatement s = c.prepareStatement("SELECT id, name FROM item WHERE id = ?");
    ResultSetMetaData columns = s.getMetaData();
    columns.getColumnCount();
    columns.getColumnName(2);
    columns.getColumnTypeName(1);
    s.setLong(1, 2);
    t.rows(s.executeQuery());
    s.getMetaData().getColumnCount();
  }

  private static void noColumns(Connection c, Tape t) throws SQLException {
    t.attempt(() -> c.prepareStatement("DELETE FROM item").getMetaData());
    t.attempt(() -> c.prepareStatement("SELECT 1/0").getMetaData().getColumnCount());
    t.attempt(() -> c.prepareStatement("SELECT * FROM nowhere").getMetaData());
    t.attempt(() -> c.prepareStatement("").getMetaData());
    t.look(c, "SELECT count(*) FROM item");
  }

  private static void parameters(Connection c, Tape t, boolean autoCommit) throws SQLException {
    c.setAutoCommit(autoCommit);
    PreparedStatement s =
        c.prepareStatement("INSERT INTO item (id, name, price) VALUES (?, ?, ?::numeric(10, 2))");
    ParameterMetaData parameters = s.getParameterMetaData();
    parameters.getParameterCount();
    for (int i = 1; i <= 3; i++) {
      parameters.getParameterType(i);
      parameters.getParameterTypeName(i);
      parameters.getParameterClassName(i);
      parameters.getParameterMode(i);
      parameters.getPrecision(i);
      parameters.getScale(i);
      parameters.isNullable(i);
      parameters.isSigned(i);
    }
    t.attempt(() -> parameters.getParameterType(4));
    s.setInt(1, 50);
    s.setString(2, "described");
    s.setInt(3, 1);
    s.executeUpdate();
    s.getParameterMetaData().getParameterTypeName(1);
    t.look(c, "SELECT name FROM item ORDER BY name");
  }

  private static void broken(Connection c, Tape t) throws SQLException {
    t.attempt(() -> c.prepareStatement("SELECT ? + nothing").getParameterMetaData());
    t.attempt(() -> c.prepareStatement("SELECT $1").getParameterMetaData());
    t.attempt(() -> c.prepareStatement("SELECT 1").getParameterMetaData().getParameterCount());
  }

  private static void beside(Connection c, Tape t) throws SQLException {
    PreparedStatement s = c.prepareStatement("SELECT name FROM item WHERE id > ? ORDER BY id");
    s.setInt(1, 1);
    ResultSet rows = s.executeQuery();
    rows.next();
    s.getParameterMetaData().getParameterTypeName(1);
    s.getMetaData().getColumnName(1);
    t.rows(rows);
    s.getUpdateCount();
  }

  private static void words(Connection c, Tape t) throws SQLException {
    DatabaseMetaData d = c.getMetaData();
    d.getDatabaseProductName();
    d.getDatabaseProductVersion();
    d.getDatabaseMajorVersion();
    d.getDriverName();
    d.getDriverVersion();
    d.getJDBCMajorVersion();
    d.getIdentifierQuoteString();
    d.getSQLKeywords();
    d.getNumericFunctions();
    d.getSearchStringEscape();
    d.getExtraNameCharacters();
    d.getMaxColumnNameLength();
    d.getMaxConnections();
    d.getDefaultTransactionIsolation();
    d.supportsTransactionIsolationLevel(Connection.TRANSACTION_SERIALIZABLE);
    d.supportsBatchUpdates();
    d.supportsSavepoints();
    d.supportsNamedParameters();
    d.supportsGetGeneratedKeys();
    d.generatedKeyAlwaysReturned();
    d.supportsMultipleOpenResults();
    d.supportsResultSetType(ResultSet.TYPE_SCROLL_SENSITIVE);
    d.supportsResultSetHoldability(ResultSet.HOLD_CURSORS_OVER_COMMIT);
    d.getResultSetHoldability();
    d.locatorsUpdateCopy();
    d.getSQLStateType();
    d.storesLowerCaseIdentifiers();
    d.isReadOnly();
    d.getUserName();
    d.getConnection();
    d.autoCommitFailureClosesAllResultSets();
    t.attempt(() -> d.getRowIdLifetime());
    t.attempt(() -> t.rows(d.getClientInfoProperties()));
    t.attempt(() -> t.rows(d.getTableTypes()));
  }

  private static void tables(Connection c, Tape t) throws SQLException {
    DatabaseMetaData d = c.getMetaData();
    String schema = t.side().schema();
    t.rows(d.getTables(null, schema, "item", new String[] {"TABLE"}));
    t.rows(d.getTables(null, schema, "nowhere", null));
    names(d.getColumns(null, schema, "item", null), "COLUMN_NAME", "TYPE_NAME", "IS_NULLABLE");
    names(d.getColumns(null, schema, "item", "pr%"), "COLUMN_NAME", "COLUMN_SIZE");
    t.attempt(() -> names(d.getTablePrivileges(null, schema, "nowhere"), "TABLE_NAME"));
    t.attempt(() -> t.rows(d.getSchemas(null, schema)));
    t.attempt(() -> t.rows(d.getSuperTables(null, null, "item")));
    ResultSet open = d.getTables(null, schema, "item", null);
    t.attempt(open::getStatement);
  }

  private static void keys(Connection c, Tape t) throws SQLException {
    DatabaseMetaData d = c.getMetaData();
    String schema = t.side().schema();
    names(d.getPrimaryKeys(null, schema, "item"), "COLUMN_NAME", "KEY_SEQ", "PK_NAME");
    names(
        d.getImportedKeys(null, schema, "part"), "PKTABLE_NAME", "FKCOLUMN_NAME", "DEFERRABILITY");
    names(d.getExportedKeys(null, schema, "item"), "FKTABLE_NAME", "FK_NAME");
    names(d.getIndexInfo(null, schema, "item", true, true), "INDEX_NAME", "COLUMN_NAME");
    names(d.getBestRowIdentifier(null, schema, "item", 1, true), "COLUMN_NAME");
  }

  private static void types(Connection c, Tape t) throws SQLException {
    DatabaseMetaData d = c.getMetaData();
    String schema = t.side().schema();
    names(d.getFunctions(null, schema, "plus"), "FUNCTION_NAME", "FUNCTION_TYPE");
    names(d.getFunctionColumns(null, schema, "split", null), "COLUMN_NAME", "COLUMN_TYPE");
    names(d.getProcedures(null, schema, "swap"), "PROCEDURE_NAME");
    names(d.getProcedureColumns(null, schema, "swap", null), "COLUMN_NAME");
    names(d.getUDTs(null, schema, "code", null), "TYPE_NAME");
    t.attempt(() -> t.rows(d.getAttributes(null, null, "x", "y")));
    t.attempt(() -> d.supportsConvert(4, 12));
  }

  private static void inTransaction(Connection c, Tape t) throws SQLException {
    c.setAutoCommit(false);
    c.createStatement().executeUpdate("DELETE FROM item WHERE id = 1");
    names(c.getMetaData().getColumns(null, t.side().schema(), "item", null), "COLUMN_NAME");
    t.look(c, "SELECT count(*) FROM item");
    c.rollback();
    t.look(c, "SELECT count(*) FROM item");
  }

  private static void inFailed(Connection c, Tape t) throws SQLException {
    c.setAutoCommit(false);
    Statement s = c.createStatement();
    t.attempt(() -> s.execute("SELECT 1/0"));
    t.attempt(() -> c.getMetaData().getDatabaseProductName());
    t.attempt(() -> c.getMetaData().getTables(null, null, "item", null));
    c.rollback();
  }

  private static void names(ResultSet rows, String... columns) throws SQLException {
    while (rows.next()) {
      for (String column : columns) {
        rows.getString(column);
      }
    }
    rows.close();
  }
}
