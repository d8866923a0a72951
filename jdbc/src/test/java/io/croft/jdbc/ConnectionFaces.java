package io.croft.jdbc;

import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.postgresql.PGConnection;
import org.postgresql.PGStatement;

/** What a connection says of itself, and what is left of it and its objects after close. */
final class ConnectionFaces {

  private ConnectionFaces() {}

  static List<Face> all() {
    return List.of(
        Face.of("the home", ConnectionFaces::home),
        Face.of("client info", ConnectionFaces::clientInfo),
        Face.of("client info in a transaction", ConnectionFaces::clientInfoInTransaction),
        Face.of("validity", ConnectionFaces::validity),
        Face.of("network timeout", ConnectionFaces::networkTimeout),
        Face.of("holdability and type map", ConnectionFaces::holdability),
        Face.of("escapes", ConnectionFaces::escapes),
        Face.of("large objects", ConnectionFaces::largeObjects),
        Face.of("the driver's own objects", ConnectionFaces::unwrapped),
        Face.of("wrappers", ConnectionFaces::wrappers),
        Face.of("listening", ConnectionFaces::listening),
        Face.of("sharding keys", ConnectionFaces::sharding),
        Face.of("what the session keeps", ConnectionFaces::sessionState));
  }

  private static void home(Connection c, Tape t) throws Exception {
    c.getSchema();
    c.getCatalog();
    t.attempt(() -> c.setSchema(t.side().schema()));
    t.attempt(() -> c.setSchema("public"));
    t.attempt(() -> c.setSchema(null));
    t.attempt(() -> c.setCatalog(t.side().database()));
    t.attempt(() -> c.setCatalog("postgres"));
    t.attempt(() -> t.look(c, "SELECT count(*) FROM item"));
  }

  private static void clientInfo(Connection c, Tape t) throws Exception {
    c.getClientInfo("ApplicationName");
    c.setClientInfo("ApplicationName", "billing");
    c.getClientInfo("ApplicationName");
    t.look(c, "SHOW application_name");
    t.attempt(() -> c.setClientInfo("Unknown", "x"));
    t.attempt(() -> c.getClientInfo("Unknown"));
    t.attempt(() -> c.getWarnings());
    Properties properties = new Properties();
    properties.setProperty("ApplicationName", "other");
    t.attempt(() -> c.setClientInfo(properties));
    c.getClientInfo();
    t.attempt(() -> c.setClientInfo("ApplicationName", null));
    t.attempt(() -> c.getClientInfo("ApplicationName"));
    t.attempt(() -> t.look(c, "SHOW application_name"));
    t.attempt(() -> c.setClientInfo(new Properties()));
    t.attempt(() -> c.getClientInfo("ApplicationName"));
  }

  private static void clientInfoInTransaction(Connection c, Tape t) throws Exception {
    c.setAutoCommit(false);
    t.look(c, "SELECT 1");
    c.setClientInfo("ApplicationName", "billing");
    t.look(c, "SHOW application_name");
    c.commit();
    t.look(c, "SHOW application_name");
    t.attempt(() -> c.createStatement().execute("SELECT 1/0"));
    t.attempt(() -> c.setClientInfo("ApplicationName", "other"));
    c.rollback();
    t.look(c, "SHOW application_name");
  }

  private static void validity(Connection c, Tape t) throws Exception {
    c.isValid(0);
    c.isValid(5);
    t.attempt(() -> c.isValid(-1));
    c.isClosed();
    c.setAutoCommit(false);
    t.attempt(() -> c.createStatement().execute("SELECT 1/0"));
    c.isValid(5);
    c.rollback();
  }

  private static void networkTimeout(Connection c, Tape t) throws Exception {
    c.getNetworkTimeout();
    c.setNetworkTimeout(Runnable::run, 30_000);
    c.getNetworkTimeout();
    t.look(c, "SELECT 1");
    t.attempt(() -> c.setNetworkTimeout(Runnable::run, -1));
    t.attempt(() -> c.setNetworkTimeout(null, 40_000));
    c.setNetworkTimeout(Runnable::run, 0);
    c.getNetworkTimeout();
  }

  private static void holdability(Connection c, Tape t) throws Exception {
    c.getHoldability();
    c.setHoldability(ResultSet.HOLD_CURSORS_OVER_COMMIT);
    c.getHoldability();
    t.attempt(() -> c.setHoldability(77));
    t.attempt(c::getTypeMap);
    t.attempt(() -> c.setTypeMap(Map.of()));
    t.attempt(() -> c.setTypeMap(Map.of("mood", String.class)));
    t.attempt(c::getTypeMap);
    t.attempt(c::getWarnings);
    t.attempt(c::clearWarnings);
  }

  private static void escapes(Connection c, Tape t) throws Exception {
    for (String sql :
        List.of(
            "SELECT {fn concat('a', {fn ucase('b')})}",
            "SELECT {d '2024-02-29'}, {t '10:11:12'}, {ts '2024-02-29 10:11:12'}",
            "SELECT name FROM item WHERE name LIKE 'a!%' {escape '!'}",
            "SELECT {fn timestampadd(SQL_TSI_DAY, 1, {d '2024-02-29'})}",
            "SELECT i.name FROM {oj item i LEFT OUTER JOIN item j ON i.id = j.id} ORDER BY 1",
            "SELECT '{not an escape}', \"name\" FROM item -- {fn}",
            "SELECT 1 ?? 2",
            "SELECT {broken 1}")) {
      t.attempt(() -> c.nativeSQL(sql));
      t.attempt(() -> t.look(c, sql));
      t.attempt(() -> t.rows(c.prepareStatement(sql).executeQuery()));
    }
    t.attempt(() -> c.nativeSQL(null));
    t.attempt(() -> t.rows(c.prepareStatement("SELECT '{\"a\":1}'::jsonb ?? 'a'").executeQuery()));
  }

  private static void largeObjects(Connection c, Tape t) throws Exception {
    t.attempt(c::createBlob);
    t.attempt(c::createClob);
    t.attempt(c::createNClob);
    PreparedStatement s = c.prepareStatement("SELECT ?");
    t.attempt(() -> s.setBlob(1, (java.sql.Blob) null));
    t.attempt(() -> s.setClob(1, (java.sql.Clob) null));
    t.attempt(() -> s.setBlob(1, new java.io.ByteArrayInputStream(new byte[] {1, 2})));
    t.attempt(() -> t.look(c, "SELECT lo_create(0) IS NULL"));
    ResultSet row = c.createStatement().executeQuery("SELECT 1::oid, 'x'::text");
    row.next();
    t.attempt(() -> row.getBlob(1));
    t.attempt(() -> row.getClob(1));
    t.attempt(() -> row.getBlob(2));
    t.attempt(() -> row.getClob(2));
  }

  private static void unwrapped(Connection c, Tape t) throws Exception {
    Statement s = c.createStatement();
    t.attempt(() -> c.unwrap(PGConnection.class));
    t.attempt(() -> c.isWrapperFor(PGConnection.class));
    t.attempt(() -> s.unwrap(PGStatement.class));
    t.attempt(() -> s.isWrapperFor(PGStatement.class));
    t.attempt(() -> c.getMetaData().unwrap(String.class));
  }

  private static void wrappers(Connection c, Tape t) throws Exception {
    t.attempt(() -> c.unwrap(Connection.class));
    t.attempt(() -> c.isWrapperFor(Connection.class));
    t.attempt(() -> c.isWrapperFor(String.class));
    t.attempt(() -> c.unwrap(String.class));
    PreparedStatement s = c.prepareStatement("SELECT 1");
    t.attempt(() -> s.unwrap(Statement.class));
    t.attempt(() -> s.unwrap(PreparedStatement.class));
    t.attempt(() -> s.isWrapperFor(CallableStatement.class));
    t.attempt(() -> s.unwrap(CallableStatement.class));
    t.attempt(() -> c.getMetaData().isWrapperFor(DatabaseMetaData.class));
  }

  private static void listening(Connection c, Tape t) {
    t.attempt(() -> c.createStatement().execute("LISTEN news"));
    t.attempt(() -> c.createStatement().execute("NOTIFY news, 'hello'"));
    t.attempt(() -> t.look(c, "SELECT pg_notify('news', 'again')"));
    t.attempt(() -> c.createStatement().execute("UNLISTEN *"));
  }

  private static void sharding(Connection c, Tape t) {
    t.attempt(c::beginRequest);
    t.attempt(c::endRequest);
    t.attempt(() -> c.setShardingKey(null));
    t.attempt(() -> c.setShardingKeyIfValid(null, 1));
  }

  private static void sessionState(Connection c, Tape t) throws Exception {
    t.attempt(() -> c.createStatement().execute("PREPARE p AS SELECT 1"));
    t.attempt(() -> t.look(c, "EXECUTE p"));
    t.attempt(() -> t.look(c, "SELECT nextval('item_id_seq')"));
    t.attempt(() -> t.look(c, "SELECT currval('item_id_seq')"));
    t.attempt(() -> t.look(c, "SELECT lastval()"));
    t.attempt(() -> c.createStatement().execute("CREATE TEMP TABLE x (a int)"));
    t.attempt(() -> c.createStatement().execute("SELECT pg_advisory_lock(1)"));
  }
}
