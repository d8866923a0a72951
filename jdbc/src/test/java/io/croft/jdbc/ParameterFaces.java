package io.croft.jdbc;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Timestamp;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.util.PGobject;

/** Every way to set a parameter, for every type of the server. */
final class ParameterFaces {

  static final List<String> TYPES =
      List.of(
          "smallint",
          "integer",
          "bigint",
          "numeric",
          "real",
          "double precision",
          "boolean",
          "text",
          "varchar(3)",
          "char(4)",
          "bytea",
          "date",
          "time",
          "timetz",
          "timestamp",
          "timestamptz",
          "interval",
          "uuid",
          "json",
          "jsonb",
          "xml",
          "mood",
          "inet",
          "point",
          "bit(4)",
          "money",
          "int4range",
          "tsvector",
          "text[]",
          "integer[]",
          "mood[]",
          "uuid[]");

  private ParameterFaces() {}

  static List<Face> all() {
    List<Face> faces = new ArrayList<>();
    ParameterSetters.all().forEach((name, setter) -> faces.add(matrix(name, setter)));
    faces.add(Face.of("nulls of every JDBC type", ParameterFaces::nulls));
    faces.add(Face.of("null objects", ParameterFaces::nullObjects));
    faces.add(Face.of("parameters out of range", ParameterFaces::outOfRange));
    faces.add(Face.of("a parameter is copied when it is set", ParameterFaces::copied));
    faces.add(Face.of("numbers at their limits", ParameterFaces::limits));
    return List.copyOf(faces);
  }

  private static Face matrix(String name, ParameterSetters.Setter setter) {
    return Face.of(
        "set by " + name,
        (c, t) -> {
          for (String type : TYPES) {
            t.attempt(
                () -> {
                  try (PreparedStatement s =
                      c.prepareStatement("SELECT ?::" + type + " /* " + name + " */")) {
                    setter.on(s);
                    try (ResultSet row = s.executeQuery()) {
                      row.next();
                      row.getString(1);
                    }
                  }
                });
          }
        });
  }

  private static void nulls(Connection c, Tape t) {
    for (int type :
        new int[] {
          Types.INTEGER,
          Types.SMALLINT,
          Types.BIGINT,
          Types.REAL,
          Types.DOUBLE,
          Types.NUMERIC,
          Types.CHAR,
          Types.VARCHAR,
          Types.BINARY,
          Types.DATE,
          Types.TIME,
          Types.TIMESTAMP,
          Types.TIMESTAMP_WITH_TIMEZONE,
          Types.TIME_WITH_TIMEZONE,
          Types.BIT,
          Types.BOOLEAN,
          Types.ARRAY,
          Types.STRUCT,
          Types.OTHER,
          Types.NULL,
          Types.SQLXML,
          Types.BLOB,
          Types.CLOB,
          Types.REF_CURSOR,
          Types.ROWID,
          4711
        }) {
      t.attempt(
          () -> {
            PreparedStatement s = c.prepareStatement("SELECT ? IS NULL /* " + type + " */");
            s.setNull(1, type);
            t.rows(s.executeQuery());
            s.setNull(1, type, "mood");
            t.rows(s.executeQuery());
          });
    }
  }

  private static void nullObjects(Connection c, Tape t) throws Exception {
    PreparedStatement s = c.prepareStatement("SELECT ?::text");
    t.attempt(() -> s.setString(1, null));
    t.attempt(() -> t.rows(s.executeQuery()));
    t.attempt(() -> s.setObject(1, null));
    t.attempt(() -> t.rows(s.executeQuery()));
    t.attempt(() -> s.setObject(1, null, Types.VARCHAR));
    t.attempt(() -> t.rows(s.executeQuery()));
    t.attempt(() -> s.setBigDecimal(1, null));
    t.attempt(() -> s.setBytes(1, null));
    t.attempt(() -> s.setArray(1, null));
    t.attempt(() -> s.setTimestamp(1, null));
    t.attempt(() -> s.setBinaryStream(1, null));
    t.attempt(() -> s.setCharacterStream(1, null));
    t.attempt(() -> s.setSQLXML(1, null));
    t.attempt(() -> t.rows(s.executeQuery()));
  }

  private static void outOfRange(Connection c, Tape t) throws Exception {
    for (int index : new int[] {0, -1, 3}) {
      t.attempt(
          () -> {
            PreparedStatement s = c.prepareStatement("SELECT ?::int, ?::int");
            s.setInt(1, 1);
            s.setInt(2, 2);
            s.setInt(index, 3);
            s.executeQuery();
          });
    }
    PreparedStatement s = c.prepareStatement("SELECT ?::int, ?::int");
    s.setInt(1, 1);
    t.attempt(s::executeQuery);
    s.setInt(2, 2);
    t.rows(s.executeQuery());
    s.setString(1, "x");
    t.attempt(s::executeQuery);
    s.setInt(1, 5);
    t.rows(s.executeQuery());
  }

  private static void copied(Connection c, Tape t) throws Exception {
    PreparedStatement s = c.prepareStatement("SELECT ?::bytea, ?::timestamp, ?::jsonb");
    byte[] bytes = {1, 2};
    Timestamp at = new Timestamp(0);
    PGobject json = ParameterSetters.json();
    s.setBytes(1, bytes);
    s.setTimestamp(2, at);
    s.setObject(3, json);
    at.setTime(1_000_000_000_000L);
    json.setValue("{}");
    t.rows(s.executeQuery());
  }

  private static void limits(Connection c, Tape t) throws Exception {
    PreparedStatement s =
        c.prepareStatement("SELECT ?::bigint, ?::numeric, ?::double precision, ?::real");
    s.setLong(1, Long.MIN_VALUE);
    s.setBigDecimal(2, new BigDecimal("-1e-30"));
    s.setDouble(3, Double.NaN);
    s.setFloat(4, Float.NEGATIVE_INFINITY);
    t.rows(s.executeQuery());
    s.setLong(1, Long.MAX_VALUE);
    s.setBigDecimal(2, new BigDecimal("9".repeat(60)));
    s.setDouble(3, Double.MIN_VALUE);
    s.setFloat(4, Float.MAX_VALUE);
    t.rows(s.executeQuery());
  }
}
