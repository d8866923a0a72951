package io.croft.jdbc;

import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.Statement;
import java.util.List;

/** What is left of a connection and its objects after their end. */
final class ClosedFaces {

  private ClosedFaces() {}

  static List<Face> all() {
    return List.of(
        Face.of("a closed connection", ClosedFaces::closed),
        Face.of("an aborted connection", ClosedFaces::aborted),
        Face.of("the objects of a closed connection", ClosedFaces::objectsOfClosed),
        Face.of("a closed statement", ClosedFaces::closedStatement),
        Face.of("a closed prepared statement", ClosedFaces::closedPrepared));
  }

  private static void closed(Connection c, Tape t) throws Exception {
    c.close();
    c.close();
    c.isClosed();
    t.attempt(() -> c.isValid(1));
    afterEnd(c, t);
  }

  private static void aborted(Connection c, Tape t) throws Exception {
    t.look(c, "SELECT 1");
    t.attempt(() -> c.abort(null));
    c.abort(Runnable::run);
    c.isClosed();
    t.attempt(() -> c.isValid(1));
    afterEnd(c, t);
    c.close();
  }

  private static void afterEnd(Connection c, Tape t) {
    t.attempt(c::createStatement);
    t.attempt(() -> c.createStatement(1003, 1007));
    t.attempt(() -> c.prepareStatement("SELECT 1"));
    t.attempt(() -> c.prepareCall("CALL x()"));
    t.attempt(c::commit);
    t.attempt(c::rollback);
    t.attempt(c::getAutoCommit);
    t.attempt(() -> c.setAutoCommit(false));
    t.attempt(c::isReadOnly);
    t.attempt(() -> c.setReadOnly(true));
    t.attempt(c::getTransactionIsolation);
    t.attempt(() -> c.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE));
    t.attempt(c::getCatalog);
    t.attempt(c::getSchema);
    t.attempt(() -> c.setSchema("x"));
    t.attempt(c::getHoldability);
    t.attempt(c::getMetaData);
    t.attempt(c::getWarnings);
    t.attempt(c::clearWarnings);
    t.attempt(c::setSavepoint);
    t.attempt(() -> c.nativeSQL("SELECT 1"));
    t.attempt(() -> c.createArrayOf("text", new Object[0]));
    t.attempt(c::createSQLXML);
    t.attempt(c::createBlob);
    t.attempt(() -> c.createStruct("item", new Object[0]));
    t.attempt(c::getClientInfo);
    t.attempt(() -> c.getClientInfo("ApplicationName"));
    t.attempt(() -> c.setClientInfo("ApplicationName", "x"));
    t.attempt(c::getNetworkTimeout);
    t.attempt(() -> c.setNetworkTimeout(Runnable::run, 1));
    t.attempt(c::getTypeMap);
    t.attempt(() -> c.abort(Runnable::run));
    t.attempt(() -> c.unwrap(Connection.class));
  }

  private static void objectsOfClosed(Connection c, Tape t) throws Exception {
    Statement s = c.createStatement();
    PreparedStatement p = c.prepareStatement("SELECT ?::int");
    ResultSet rows = s.executeQuery("SELECT id, name FROM item ORDER BY id");
    ResultSetMetaData columns = rows.getMetaData();
    DatabaseMetaData database = c.getMetaData();
    rows.next();
    c.close();
    s.isClosed();
    p.isClosed();
    rows.isClosed();
    t.attempt(() -> s.execute("SELECT 1"));
    t.attempt(() -> p.setInt(1, 1));
    t.attempt(p::execute);
    t.attempt(rows::next);
    t.attempt(() -> rows.getInt(1));
    t.attempt(rows::getMetaData);
    t.attempt(columns::getColumnCount);
    t.attempt(() -> columns.getColumnName(1));
    t.attempt(database::getDatabaseProductName);
    t.attempt(() -> database.getTables(null, null, "item", null));
    t.attempt(s::getConnection);
    t.attempt(s::close);
    t.attempt(rows::close);
  }

  private static void closedStatement(Connection c, Tape t) throws Exception {
    Statement s = c.createStatement();
    ResultSet rows = s.executeQuery("SELECT 1");
    s.close();
    s.close();
    s.isClosed();
    rows.isClosed();
    t.attempt(rows::next);
    t.attempt(() -> s.execute("SELECT 1"));
    t.attempt(() -> s.executeQuery("SELECT 1"));
    t.attempt(() -> s.executeUpdate("DELETE FROM item"));
    t.attempt(() -> s.addBatch("SELECT 1"));
    t.attempt(s::executeBatch);
    t.attempt(s::clearBatch);
    t.attempt(s::getResultSet);
    t.attempt(s::getUpdateCount);
    t.attempt(s::getMoreResults);
    t.attempt(s::getGeneratedKeys);
    t.attempt(s::getWarnings);
    t.attempt(s::clearWarnings);
    t.attempt(s::getConnection);
    t.attempt(s::getFetchSize);
    t.attempt(() -> s.setFetchSize(1));
    t.attempt(() -> s.setMaxRows(1));
    t.attempt(s::getMaxRows);
    t.attempt(s::getMaxFieldSize);
    t.attempt(s::getQueryTimeout);
    t.attempt(() -> s.setQueryTimeout(1));
    t.attempt(s::getResultSetType);
    t.attempt(s::getResultSetHoldability);
    t.attempt(s::getFetchDirection);
    t.attempt(() -> s.setEscapeProcessing(true));
    t.attempt(s::isPoolable);
    t.attempt(() -> s.setPoolable(true));
    t.attempt(s::closeOnCompletion);
    t.attempt(s::isCloseOnCompletion);
    t.attempt(s::cancel);
    t.attempt(() -> s.unwrap(Statement.class));
  }

  private static void closedPrepared(Connection c, Tape t) throws Exception {
    PreparedStatement s = c.prepareStatement("SELECT ?::int");
    s.close();
    t.attempt(() -> s.setInt(1, 1));
    t.attempt(() -> s.setNull(1, 4));
    t.attempt(s::executeQuery);
    t.attempt(s::execute);
    t.attempt(s::executeUpdate);
    t.attempt(s::addBatch);
    t.attempt(s::clearParameters);
    t.attempt(s::getMetaData);
    t.attempt(s::getParameterMetaData);
    t.attempt(s::isPoolable);
    CallableStatement call = c.prepareCall("{? = call plus(1, 1)}");
    call.close();
    t.attempt(() -> call.getInt(1));
    t.attempt(() -> call.registerOutParameter(1, 4));
    t.attempt(call::wasNull);
  }
}
