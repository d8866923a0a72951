package io.croft.home;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.core.Identifiers;
import io.croft.core.Placement;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Whether homes equal to the model can be made of a freshly migrated application schema. */
final class ModelCheck {

  private static final String TRIAL = "croft_trial";
  private static final String HINT =
      "express it in tables, types, functions, views and triggers of unqualified names";

  private ModelCheck() {}

  /**
   * Looks for what cannot be cloned and makes one home on trial, of which nothing stays.
   *
   * @throws CroftException {@code schema-not-cloneable}, naming every object and the reason
   */
  static void check(Connection admin) throws SQLException {
    admin.setAutoCommit(false);
    try {
      Sql.run(admin, "SET LOCAL search_path = " + Identifiers.quote(Placement.APP_SCHEMA));
      refuse(refusals(admin));
      refuse(leftovers(admin));
      makeTrial(admin);
      refuse(
          SchemaFingerprint.of(admin, TRIAL)
              .differences(SchemaFingerprint.of(admin, Placement.APP_SCHEMA)));
    } finally {
      admin.rollback();
      admin.setAutoCommit(true);
    }
  }

  private static void makeTrial(Connection admin) throws SQLException {
    SchemaClone clone = SchemaClone.compile(admin, Placement.APP_SCHEMA);
    try {
      clone.create(admin, TRIAL, ApplicationSchema.OWNER);
    } catch (SQLException e) {
      throw new CroftException(
          ErrorCode.SCHEMA_NOT_CLONEABLE,
          "no home can be made of the application's schema: " + e.getMessage(),
          HINT,
          e);
    }
  }

  private static void refuse(List<String> problems) {
    if (!problems.isEmpty()) {
      throw new CroftException(
          ErrorCode.SCHEMA_NOT_CLONEABLE,
          "no home can be made of the application's schema: " + String.join("; ", problems),
          HINT);
    }
  }

  private static List<String> refusals(Connection admin) throws SQLException {
    try (Statement query = admin.createStatement();
        ResultSet row = query.executeQuery(Sql.resource("clone/refusals"))) {
      List<String> problems = new ArrayList<>();
      while (row.next()) {
        problems.add(row.getString(1) + ": " + row.getString(2));
      }
      return problems;
    }
  }

  /** Rows and sequence positions that migrations have left. */
  private static List<String> leftovers(Connection admin) throws SQLException {
    record Question(String object, boolean sequence, String sql) {}
    List<Question> questions = new ArrayList<>();
    try (Statement query = admin.createStatement();
        ResultSet row = query.executeQuery(Sql.resource("model"))) {
      while (row.next()) {
        questions.add(
            new Question(row.getString(1), row.getString(2).equals("S"), row.getString(3)));
      }
    }
    List<String> problems = new ArrayList<>();
    for (Question question : questions) {
      if (Sql.holds(admin, question.sql())) {
        problems.add(
            question.object()
                + (question.sequence()
                    ? ": a migration has advanced it; give it a START value"
                    : ": a migration has left rows in it, which would belong to no tenant"));
      }
    }
    return problems;
  }
}
