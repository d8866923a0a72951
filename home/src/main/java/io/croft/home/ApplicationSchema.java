package io.croft.home;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.core.Placement;
import java.util.List;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.output.ValidateResult;

/**
 * The application's tables, given as ordinary Flyway migrations with unqualified names.
 *
 * @param locations where the migrations are, as Flyway spells it: {@code classpath:} or {@code
 *     filesystem:}
 * @param extensions extensions that the migrations need, installed before them into the schema
 *     {@code public}
 */
public record ApplicationSchema(List<String> locations, List<String> extensions) {

  /** The role that owns the application's tables in every home. */
  static final String OWNER = "croft_app_owner";

  private static final String HISTORY_TABLE = "flyway_schema_history";

  public ApplicationSchema {
    locations = List.copyOf(locations);
    extensions = List.copyOf(extensions);
    if (locations.isEmpty()) {
      throw new CroftException(
          ErrorCode.CONFIGURATION_INVALID,
          "the application's schema has no location",
          "name where its Flyway migrations are, for example classpath:db/migration");
    }
  }

  /** Returns the schema made by the migrations at {@code locations}. */
  public static ApplicationSchema of(String... locations) {
    return new ApplicationSchema(List.of(locations), List.of());
  }

  /** Returns the same with extensions that the migrations need, for example {@code btree_gist}. */
  public ApplicationSchema withExtensions(String... names) {
    return new ApplicationSchema(locations, List.of(names));
  }

  /**
   * Runs the migrations; {@code migration-failed} when one fails, {@code configuration-invalid}
   * when there is none.
   */
  void migrate(DataSource database) {
    try {
      Flyway flyway = flyway(database);
      if (flyway.info().all().length == 0) {
        throw new CroftException(
            ErrorCode.CONFIGURATION_INVALID,
            "the application has no migration in " + String.join(", ", locations),
            "name the directory of its Flyway migrations, for example"
                + " filesystem:src/main/resources/db/migration");
      }
      flyway.migrate();
    } catch (FlywayException e) {
      throw new CroftException(
          ErrorCode.MIGRATION_FAILED,
          "the application's migrations failed: " + oneLine(String.valueOf(e.getMessage())),
          "correct the migration named in the message; nothing of it has been kept",
          e);
    }
  }

  /** Raises {@code schema-differs} unless exactly these migrations have run in the database. */
  void validate(DataSource database, String server) {
    ValidateResult result = flyway(database).validateWithResult();
    if (!result.validationSuccessful) {
      throw new CroftException(
          ErrorCode.SCHEMA_DIFFERS,
          "server "
              + server
              + " was prepared with other migrations than the application brings: "
              + result.getAllErrorMessages(),
          "give the migrations with which the server was prepared");
    }
  }

  private static String oneLine(String message) {
    return message
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("---") && !line.startsWith("Statement"))
        .collect(Collectors.joining("; "));
  }

  private Flyway flyway(DataSource database) {
    return Flyway.configure()
        .dataSource(database)
        .locations(locations.toArray(String[]::new))
        .defaultSchema(Placement.APP_SCHEMA)
        .table(HISTORY_TABLE)
        .createSchemas(false)
        .load();
  }
}
