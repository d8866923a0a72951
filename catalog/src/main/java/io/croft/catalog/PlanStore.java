package io.croft.catalog;

import io.croft.core.Isolation;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;

/** Plans as rows. */
final class PlanStore {

  private static final String SELECT =
      """
      SELECT name, default_isolation, allowed_isolations, allowed_regions, limits
      FROM catalog.plan
      """;
  private static final String ALL = SELECT + " ORDER BY name";
  private static final String ONE = SELECT + " WHERE name = ?";

  private static final String SAVE =
      """
      INSERT INTO catalog.plan
        (name, default_isolation, allowed_isolations, allowed_regions, limits)
      VALUES (?, ?, ?, ?, CAST(? AS jsonb))
      ON CONFLICT (name) DO UPDATE SET
        default_isolation = excluded.default_isolation,
        allowed_isolations = excluded.allowed_isolations,
        allowed_regions = excluded.allowed_regions,
        limits = excluded.limits
      """;

  private final Database database;

  PlanStore(Database database) {
    this.database = database;
  }

  List<Plan> plans() {
    return database.read(c -> Sql.list(c, ALL, PlanStore::plan));
  }

  Plan plan(String name) {
    return database.read(c -> plan(c, name));
  }

  static Plan plan(Connection connection, String name) throws SQLException {
    return Sql.first(connection, ONE, PlanStore::plan, name)
        .orElseThrow(() -> Refusals.unknownPlan(name));
  }

  void save(Plan plan, String actor) {
    database.change(
        actor,
        "plan.save",
        c ->
            Sql.change(
                c,
                SAVE,
                plan.name(),
                plan.defaultIsolation().word(),
                plan.allowedIsolations().stream().map(Isolation::word).collect(Collectors.toSet()),
                plan.allowedRegions(),
                Json.write(plan.limits().words())));
  }

  private static Plan plan(ResultSet row) throws SQLException {
    return new Plan(
        row.getString("name"),
        Isolation.of(row.getString("default_isolation")),
        Sql.words(row, "allowed_isolations").stream()
            .map(Isolation::of)
            .collect(Collectors.toSet()),
        Sql.words(row, "allowed_regions").stream().collect(Collectors.toSet()),
        Limits.ofCatalog(row.getString("limits")));
  }
}
