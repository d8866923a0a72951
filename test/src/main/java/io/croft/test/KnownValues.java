package io.croft.test;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Learns what tenants know: every value of their rows. */
final class KnownValues {

  private static final JsonMapper JSON = JsonMapper.shared();

  /** What separates elements of an array as PostgreSQL spells it. */
  private static final Pattern ELEMENTS = Pattern.compile("[{},\"]+");

  private final Map<String, KnownValue> byText = new LinkedHashMap<>();

  /** Reads all that the tenant of the connection can read of the relations. */
  static KnownValues read(Connection connection, Collection<Relation> relations)
      throws SQLException {
    KnownValues values = new KnownValues();
    for (Relation relation : relations) {
      values.read(connection, relation);
    }
    return values;
  }

  private void read(Connection connection, Relation relation) throws SQLException {
    String columns =
        relation.readable().stream()
            .map(column -> Relation.quote(column))
            .collect(Collectors.joining(", "));
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT " + columns + " FROM " + relation.quoted())) {
      ResultSetMetaData described = row.getMetaData();
      while (row.next()) {
        for (int i = 1; i <= described.getColumnCount(); i++) {
          String text = row.getString(i);
          if (text != null) {
            add(
                relation.key() + "." + described.getColumnName(i),
                described.getColumnTypeName(i),
                text);
          }
        }
      }
    }
  }

  private void add(String place, String type, String text) {
    if (type.startsWith("json")) {
      leaves(place, text);
    } else if (type.startsWith("_")) {
      ELEMENTS.splitAsStream(text).forEach(element -> one(place, type.substring(1), element));
    } else {
      one(place, type, text);
    }
  }

  private void leaves(String place, String text) {
    try {
      leaves(place, JSON.readTree(text));
    } catch (JacksonException e) {
      one(place, "text", text);
    }
  }

  private void leaves(String place, JsonNode node) {
    if (node.isContainer()) {
      node.forEach(child -> leaves(place, child));
    } else {
      one(place, node.isNumber() ? "numeric" : "text", node.asString());
    }
  }

  private void one(String place, String type, String text) {
    Set<String> forms = ValueForms.of(type, text);
    if (!forms.isEmpty()) {
      byText.putIfAbsent(ValueForms.folded(text.strip()), new KnownValue(place, text, forms));
    }
  }

  /** Returns true when the value is one of these or part of one: who knows that may say it. */
  boolean hold(KnownValue value) {
    return byText.keySet().stream().anyMatch(text -> new Sighting(Set.of(text)).has(value));
  }

  /** Returns those that are in none of the others. */
  List<KnownValue> beyond(KnownValues... others) {
    List<KnownValue> own = new ArrayList<>();
    byText.forEach(
        (text, value) -> {
          if (List.of(others).stream().noneMatch(other -> other.byText.containsKey(text))) {
            own.add(value);
          }
        });
    return own;
  }
}
