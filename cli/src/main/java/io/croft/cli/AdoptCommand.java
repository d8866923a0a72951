package io.croft.cli;

import io.croft.adopt.Adoption;
import io.croft.adopt.AdoptionOptions;
import io.croft.adopt.AdoptionPlan;
import io.croft.adopt.Migration;
import io.croft.adopt.PlanText;
import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Plans how the schema of an existing application becomes one for tenants. */
@Command(
    name = "adopt",
    description = {
      "Reads the schema of an application that knows no tenants and plans the migration that makes it"
          + " ready for Croft, with reasons. It changes nothing in the database.",
      "",
      "Example: croft adopt --url postgresql://localhost/shop --shared country"
          + " --write src/main/resources/db/migration",
      "Next: docs/adopt.md"
    })
final class AdoptCommand implements Callable<Integer> {

  @Option(
      names = "--schema",
      paramLabel = "SCHEMA",
      defaultValue = "public",
      description = "The schema of the application's tables (default: ${DEFAULT-VALUE}).")
  private String schema = "public";

  @Option(
      names = "--shared",
      paramLabel = "TABLE",
      split = ",",
      description =
          "A table that belongs to no tenant: all read it, none writes it; may be repeated.")
  private Set<String> shared = Set.of();

  @Option(
      names = "--exclude",
      paramLabel = "TABLE",
      split = ",",
      description = "A table that the application's migrations do not make; may be repeated.")
  private Set<String> excluded = Set.of();

  @Option(
      names = "--write",
      paramLabel = "DIR",
      description = "Write the plan as the next Flyway migration into this directory.")
  private @Nullable Path directory;

  @Option(
      names = "--dry-run",
      description = "With --write: tell that a file would be written, and write none.")
  private boolean dryRun;

  @Mixin private final LiveDatabase database;
  @Mixin private final OutputOptions output = new OutputOptions();

  AdoptCommand(Map<String, String> environment) {
    this.database = new LiveDatabase(environment);
  }

  private record View(AdoptionPlan plan, @Nullable String migration, @Nullable String written) {}

  @Override
  public Integer call() throws SQLException {
    if (dryRun && directory == null) {
      throw new CroftException(
          ErrorCode.ARGUMENT_INVALID, "--dry-run needs --write", "give both, or neither");
    }
    AdoptionPlan plan;
    try (Connection connection = database.open()) {
      plan = Adoption.plan(connection, new AdoptionOptions(schema, shared, excluded));
    }
    boolean refused = !plan.refusals().isEmpty();
    @Nullable Path file =
        directory == null || dryRun || refused || plan.ready()
            ? null
            : Migration.write(plan, directory);
    output.write(
        new View(
            plan,
            refused || plan.ready() ? null : Migration.text(plan),
            file == null ? null : file.toString()),
        PlanText.of(plan));
    if (directory != null) {
      output.err().println(told(plan, file));
      output.err().flush();
    }
    return (refused ? Exit.REFUSED : Exit.DONE).status();
  }

  private static String told(AdoptionPlan plan, @Nullable Path file) {
    if (file != null) {
      return "wrote " + file;
    }
    if (plan.ready()) {
      return "wrote nothing: there is nothing to do";
    }
    return plan.refusals().isEmpty()
        ? "wrote nothing: --dry-run"
        : "wrote nothing: mend what is refused first";
  }
}
