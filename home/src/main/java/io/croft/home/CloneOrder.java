package io.croft.home;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The order in which the objects of a schema can be created: each after all on which it depends,
 * and otherwise in the order given.
 */
final class CloneOrder {

  private final Map<SchemaObject.Address, SchemaObject> objects = new LinkedHashMap<>();
  private final Map<SchemaObject.Address, List<SchemaObject.Address>> needs;
  private final Set<SchemaObject.Address> begun = new HashSet<>();
  private final Set<SchemaObject.Address> done = new HashSet<>();
  private final List<String> statements = new ArrayList<>();

  private CloneOrder(
      List<SchemaObject> given, Map<SchemaObject.Address, List<SchemaObject.Address>> needs) {
    given.forEach(object -> objects.put(object.address(), object));
    this.needs = needs;
  }

  /**
   * Orders {@code objects}.
   *
   * @param needs for an object, those that must stand before it
   * @throws CroftException {@code schema-not-cloneable} when they depend on each other in a circle
   */
  static CloneOrder of(
      List<SchemaObject> objects, Map<SchemaObject.Address, List<SchemaObject.Address>> needs) {
    CloneOrder order = new CloneOrder(objects, needs);
    objects.forEach(object -> order.visit(object.address()));
    return order;
  }

  /** Reads the dependencies in the schema on the search path. */
  static Map<SchemaObject.Address, List<SchemaObject.Address>> read(Connection connection)
      throws SQLException {
    Map<SchemaObject.Address, List<SchemaObject.Address>> needs = new HashMap<>();
    try (Statement query = connection.createStatement();
        ResultSet row = query.executeQuery(Sql.resource("clone/dependencies"))) {
      while (row.next()) {
        needs
            .computeIfAbsent(
                new SchemaObject.Address(row.getLong(1), row.getLong(2)), any -> new ArrayList<>())
            .add(new SchemaObject.Address(row.getLong(3), row.getLong(4)));
      }
    }
    return needs;
  }

  List<String> statements() {
    return statements;
  }

  private void visit(SchemaObject.Address address) {
    SchemaObject object = objects.get(address);
    if (object == null || done.contains(address)) {
      return;
    }
    if (!begun.add(address)) {
      throw new CroftException(
          ErrorCode.SCHEMA_NOT_CLONEABLE,
          "the application's schema has a circle of dependencies through: " + object.ddl(),
          "break the circle, for example with a PL/pgSQL function in place of an SQL-standard body");
    }
    needs.getOrDefault(address, List.of()).forEach(this::visit);
    done.add(address);
    statements.add(object.ddl());
  }
}
