package io.croft.jdbc;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Array;
import java.sql.Connection;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLXML;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.postgresql.util.PGInterval;
import org.postgresql.util.PGobject;

/** Every way to read a value, for every type of the server. */
final class ValueFaces {

  private static final List<String> VALUES =
      List.of(
          "1::smallint",
          "2::integer",
          "9223372036854775807::bigint",
          "3.50::numeric",
          "'NaN'::numeric",
          "1.5::real",
          "2.5::double precision",
          "'Infinity'::double precision",
          "true",
          "'word'::text",
          "'12'::varchar(3)",
          "'ab'::char(4)",
          "''::text",
          "'\\x00ff'::bytea",
          "'2024-02-29'::date",
          "'infinity'::date",
          "'23:59:58.5'::time",
          "'24:00'::time",
          "'01:02:03+05:30'::timetz",
          "'2024-02-29 12:00:00.123456'::timestamp",
          "'infinity'::timestamp",
          "'0001-01-01 BC'::timestamp",
          "'2024-02-29 12:00:00+02'::timestamptz",
          "'1 year 2 mons 3 days 04:05:06.7'::interval",
          "'0f1d5a3c-0001-4002-8003-0123456789ab'::uuid",
          "'{\"k\": [1, 2]}'::json",
          "'{\"k\":1}'::jsonb",
          "'<a>1</a>'::xml",
          "'glad'::mood",
          "'10.0.0.1'::inet",
          "'(1,2)'::point",
          "B'1010'",
          "B'1'",
          "12.34::money",
          "'[1,5)'::int4range",
          "'a b'::tsvector",
          "ARRAY['a', NULL, 'c,d']",
          "ARRAY[[1,2],[3,4]]",
          "'{glad,sad}'::mood[]",
          "ARRAY[1.5::numeric]",
          "ARRAY[now() - now()]",
          "'{}'::text[]",
          "ROW(1, 'x')",
          "NULL::integer",
          "NULL::text",
          "NULL::bytea",
          "NULL::timestamptz",
          "NULL::text[]",
          "5::oid",
          "'item'::regclass",
          "'x'::name",
          "'c'::\"char\"",
          "txid_current() * 0");

  private static final List<Class<?>> CLASSES =
      List.of(
          String.class,
          Integer.class,
          Long.class,
          Short.class,
          Byte.class,
          Boolean.class,
          Float.class,
          Double.class,
          BigDecimal.class,
          BigInteger.class,
          byte[].class,
          UUID.class,
          Date.class,
          Time.class,
          Timestamp.class,
          Calendar.class,
          LocalDate.class,
          LocalTime.class,
          LocalDateTime.class,
          OffsetDateTime.class,
          OffsetTime.class,
          Instant.class,
          ZonedDateTime.class,
          java.util.Date.class,
          SQLXML.class,
          Array.class,
          PGobject.class,
          PGInterval.class,
          Object.class,
          Thread.class);

  private interface Getter {
    void on(ResultSet row) throws SQLException;
  }

  private ValueFaces() {}

  static List<Face> all() {
    List<Face> faces = new ArrayList<>();
    for (String value : VALUES) {
      faces.add(Face.of("get " + value, (c, t) -> read(c, t, value)));
    }
    faces.add(Face.of("get in a transaction", ValueFaces::inTransaction));
    faces.add(Face.of("get from a column that is not there", ValueFaces::nowhere));
    return List.copyOf(faces);
  }

  private static void read(Connection c, Tape t, String value) throws SQLException {
    try (ResultSet row = c.createStatement().executeQuery("SELECT " + value + " AS v")) {
      row.next();
      for (Getter getter : getters()) {
        t.attempt(() -> getter.on(row));
      }
      for (Class<?> wanted : CLASSES) {
        t.attempt(() -> row.getObject(1, wanted));
      }
      row.wasNull();
    }
  }

  private static List<Getter> getters() {
    Calendar utc = ParameterSetters.utc();
    return List.of(
        row -> row.getObject("v"),
        row -> row.getObject("V"),
        row -> row.getString("v"),
        row -> row.getNString(1),
        row -> row.getBoolean(1),
        row -> row.getByte(1),
        row -> row.getShort(1),
        row -> row.getInt(1),
        row -> row.getLong("v"),
        row -> row.getFloat(1),
        row -> row.getDouble(1),
        row -> row.getBigDecimal(1),
        row -> row.getBytes(1),
        row -> row.getDate(1),
        row -> row.getTime(1),
        row -> row.getTimestamp(1),
        row -> row.getDate(1, utc),
        row -> row.getTime(1, utc),
        row -> row.getTimestamp("v", utc),
        row -> row.getArray(1),
        row -> row.getSQLXML(1),
        row -> row.getBinaryStream(1),
        row -> row.getAsciiStream(1),
        row -> row.getCharacterStream(1),
        row -> row.getNCharacterStream(1),
        row -> row.getURL(1),
        row -> row.getRowId(1),
        row -> row.getRef(1),
        row -> row.getObject(1, Map.of()),
        row -> row.getObject(1, (Map<String, Class<?>>) null));
  }

  private static void inTransaction(Connection c, Tape t) throws SQLException {
    c.setAutoCommit(false);
    for (String value : VALUES) {
      t.attempt(() -> t.look(c, "SELECT " + value));
    }
    c.commit();
  }

  private static void nowhere(Connection c, Tape t) throws SQLException {
    ResultSet row = c.createStatement().executeQuery("SELECT 1 AS a, 2 AS a, 3 AS \"B\"");
    t.attempt(() -> row.getInt(1));
    row.next();
    t.attempt(() -> row.getInt(0));
    t.attempt(() -> row.getInt(4));
    t.attempt(() -> row.getInt("nothing"));
    t.attempt(() -> row.getInt("a"));
    t.attempt(() -> row.getInt("b"));
    t.attempt(() -> row.findColumn("B"));
    t.attempt(() -> row.findColumn("nothing"));
    row.next();
    t.attempt(() -> row.getInt(1));
  }
}
