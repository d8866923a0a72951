package io.croft.jdbc;

import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.sql.Date;
import java.sql.JDBCType;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Calendar;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TimeZone;
import java.util.UUID;
import org.postgresql.util.PGInterval;
import org.postgresql.util.PGobject;

/** The ways to set a parameter. */
final class ParameterSetters {

  interface Setter {
    void on(PreparedStatement statement) throws Exception;
  }

  private static final UUID ID = UUID.fromString("0f1d5a3c-0001-4002-8003-0123456789ab");

  private ParameterSetters() {}

  static Map<String, Setter> all() {
    Map<String, Setter> all = new LinkedHashMap<>();
    all.put("setBoolean", s -> s.setBoolean(1, true));
    all.put("setByte", s -> s.setByte(1, (byte) 5));
    all.put("setShort", s -> s.setShort(1, (short) 6));
    all.put("setInt", s -> s.setInt(1, 7));
    all.put("setLong", s -> s.setLong(1, 8));
    all.put("setFloat", s -> s.setFloat(1, 1.5f));
    all.put("setDouble", s -> s.setDouble(1, 2.5));
    all.put("setBigDecimal", s -> s.setBigDecimal(1, new BigDecimal("3.25")));
    all.put("setString", s -> s.setString(1, "12"));
    all.put("setNString", s -> s.setNString(1, "12"));
    all.put("setBytes", s -> s.setBytes(1, new byte[] {1, -1, 0}));
    all.put("setDate", s -> s.setDate(1, Date.valueOf("2024-02-29")));
    all.put("setTime", s -> s.setTime(1, Time.valueOf("23:59:58")));
    all.put(
        "setTimestamp", s -> s.setTimestamp(1, Timestamp.valueOf("2024-02-29 23:59:58.123456")));
    all.put("setDate with a calendar", s -> s.setDate(1, new Date(0), utc()));
    all.put("setTime with a calendar", s -> s.setTime(1, new Time(0), utc()));
    all.put("setTimestamp with a calendar", s -> s.setTimestamp(1, new Timestamp(0), utc()));
    all.put("setObject of a UUID", s -> s.setObject(1, ID));
    all.put("setObject of a string", s -> s.setObject(1, "glad"));
    all.put("setObject of an integer", s -> s.setObject(1, 9));
    all.put("setObject of a character", s -> s.setObject(1, 'c'));
    all.put("setObject of a BigInteger", s -> s.setObject(1, BigInteger.TEN));
    all.put("setObject of a LocalDate", s -> s.setObject(1, LocalDate.of(2024, 2, 29)));
    all.put("setObject of a LocalTime", s -> s.setObject(1, LocalTime.of(1, 2, 3, 4000)));
    all.put(
        "setObject of a LocalDateTime", s -> s.setObject(1, LocalDateTime.of(2024, 1, 1, 2, 3)));
    all.put("setObject of an OffsetDateTime", s -> s.setObject(1, offset()));
    all.put("setObject of an OffsetTime", s -> s.setObject(1, offset().toOffsetTime()));
    all.put("setObject of an Instant", s -> s.setObject(1, Instant.EPOCH));
    all.put("setObject of a ZonedDateTime", s -> s.setObject(1, ZonedDateTime.from(offset())));
    all.put("setObject of bytes", s -> s.setObject(1, new byte[] {2, 3}));
    all.put("setObject of an int[]", s -> s.setObject(1, new int[] {4, 5}));
    all.put("setObject of a String[]", s -> s.setObject(1, new String[] {"a", "b"}));
    all.put("setObject of a map", s -> s.setObject(1, new HashMap<>(Map.of("k", "v"))));
    all.put("setObject of a PGobject", s -> s.setObject(1, json()));
    all.put("setObject of an interval", s -> s.setObject(1, new PGInterval(0, 0, 1, 2, 3, 4.5)));
    all.put("setObject of an unknown class", s -> s.setObject(1, new StringBuilder("x")));
    all.put("setObject as OTHER", s -> s.setObject(1, "{\"k\": 1}", Types.OTHER));
    all.put("setObject as INTEGER", s -> s.setObject(1, "12", Types.INTEGER));
    all.put("setObject as INTEGER of no number", s -> s.setObject(1, "x", Types.INTEGER));
    all.put("setObject as NUMERIC with a scale", s -> s.setObject(1, 1.25, Types.NUMERIC, 1));
    all.put("setObject as DATE", s -> s.setObject(1, "2024-02-29", Types.DATE));
    all.put("setObject as TIMESTAMP", s -> s.setObject(1, new Timestamp(0), Types.TIMESTAMP));
    all.put("setObject as BIT", s -> s.setObject(1, "1", Types.BIT));
    all.put("setObject as STRUCT", s -> s.setObject(1, "1", Types.STRUCT));
    all.put("setObject as a JDBCType", s -> s.setObject(1, 1, JDBCType.BIGINT));
    all.put(
        "setArray of text",
        s ->
            s.setArray(
                1, s.getConnection().createArrayOf("text", new Object[] {"a", null, "c\"d"})));
    all.put(
        "setArray of integers",
        s -> s.setArray(1, s.getConnection().createArrayOf("integer", new Object[] {1, 2})));
    all.put(
        "setArray of an unknown type",
        s -> s.setArray(1, s.getConnection().createArrayOf("nowhere", new Object[] {1})));
    all.put("setSQLXML", s -> setXml(s));
    all.put(
        "setBinaryStream", s -> s.setBinaryStream(1, new ByteArrayInputStream(new byte[] {7, 8})));
    all.put(
        "setBinaryStream with a length",
        s -> s.setBinaryStream(1, new ByteArrayInputStream(new byte[] {7, 8}), 1));
    all.put(
        "setAsciiStream",
        s ->
            s.setAsciiStream(
                1, new ByteArrayInputStream("31".getBytes(StandardCharsets.US_ASCII))));
    all.put("setCharacterStream", s -> s.setCharacterStream(1, new StringReader("41")));
    all.put(
        "setCharacterStream with a length",
        s -> s.setCharacterStream(1, new StringReader("412"), 2));
    all.put("setNCharacterStream", s -> s.setNCharacterStream(1, new StringReader("41")));
    all.put("setURL", s -> s.setURL(1, new java.net.URL("http://localhost/")));
    all.put("setRowId", s -> s.setRowId(1, null));
    all.put("setRef", s -> s.setRef(1, null));
    return all;
  }

  static Calendar utc() {
    Calendar utc = Calendar.getInstance(TimeZone.getTimeZone("UTC"));
    utc.setTimeInMillis(0);
    return utc;
  }

  private static OffsetDateTime offset() {
    return OffsetDateTime.of(2024, 1, 2, 3, 4, 5, 678_000_000, ZoneOffset.ofHours(2));
  }

  static PGobject json() throws SQLException {
    PGobject json = new PGobject();
    json.setType("jsonb");
    json.setValue("{\"a\": [1, null]}");
    return json;
  }

  private static void setXml(PreparedStatement s) throws SQLException {
    java.sql.SQLXML xml = s.getConnection().createSQLXML();
    xml.setString("<a>1</a>");
    s.setSQLXML(1, xml);
  }
}
