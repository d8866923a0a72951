package io.croft.jdbc;

import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLXML;
import java.util.LinkedHashMap;
import java.util.List;

/** Arrays and XML: of the server, and made by the application. */
final class ArrayFaces {

  private ArrayFaces() {}

  static List<Face> all() {
    return List.of(
        Face.of("arrays", ArrayFaces::arrays),
        Face.of("arrays of the application", ArrayFaces::ownArrays),
        Face.of("xml of the application", ArrayFaces::xml));
  }

  private static void arrays(Connection c, Tape t) throws SQLException {
    try (ResultSet row =
        c.createStatement()
            .executeQuery(
                "SELECT ARRAY[1, NULL, 3], ARRAY['x'], '{glad}'::mood[], ARRAY[[1],[2]]")) {
      row.next();
      for (int i = 1; i <= 4; i++) {
        Array array = row.getArray(i);
        array.getBaseType();
        array.getBaseTypeName();
        array.getArray();
        t.attempt(() -> array.getArray(1, 1));
        t.attempt(() -> array.getArray(9, 1));
        t.attempt(() -> array.getArray(new LinkedHashMap<>()));
        t.attempt(() -> t.rows(array.getResultSet()));
        t.attempt(() -> t.rows(array.getResultSet(1, 1)));
        array.free();
        t.attempt(array::getArray);
        t.attempt(array::free);
      }
    }
  }

  private static void ownArrays(Connection c, Tape t) throws SQLException {
    Array array = c.createArrayOf("text", new Object[] {"a", null});
    array.getBaseTypeName();
    t.attempt(array::getBaseType);
    t.attempt(array::getArray);
    t.attempt(() -> array.getArray(1, 1));
    t.attempt(() -> t.rows(array.getResultSet()));
    array.free();
    t.attempt(array::getArray);
    t.attempt(() -> c.createArrayOf("nowhere", new Object[] {1}).getArray());
    t.attempt(() -> c.createArrayOf("text", null));
    t.attempt(() -> c.createStruct("item", new Object[0]));
  }

  private static void xml(Connection c, Tape t) throws SQLException {
    SQLXML xml = c.createSQLXML();
    t.attempt(xml::getString);
    xml.setString("<b/>");
    t.attempt(xml::getString);
    xml.free();
    t.attempt(xml::getString);
  }
}
