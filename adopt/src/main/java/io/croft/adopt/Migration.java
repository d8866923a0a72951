package io.croft.adopt;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A plan as the next Flyway migration of the application. Names are unqualified: the same text runs
 * in every home.
 */
public final class Migration {

  private static final String NAME = "V%d__make_ready_for_tenants.sql";
  private static final Pattern VERSIONED = Pattern.compile("V(\\d{1,18})([._]\\d+)*__.*\\.sql");

  private static final String HEAD =
      """
      -- Makes the schema ready for the tenants of Croft: planned by croft adopt, to be read before it is used.
      -- It belongs to the model of all homes, which holds no rows of tenants.
      """;

  private static final Set<Step.Kind> KEYS =
      Set.of(Step.Kind.PRIMARY_KEY, Step.Kind.UNIQUE, Step.Kind.EXCLUSION, Step.Kind.INDEX);

  private Migration() {}

  /**
   * Returns the text of the migration.
   *
   * @throws CroftException {@code schema-not-adoptable} when the plan holds refusals
   */
  public static String text(AdoptionPlan plan) {
    if (!plan.refusals().isEmpty()) {
      throw new CroftException(
          ErrorCode.SCHEMA_NOT_ADOPTABLE,
          "schema %s cannot be made ready for tenants: %s: %s"
              .formatted(
                  plan.schema(), plan.refusals().get(0).object(), plan.refusals().get(0).problem()),
          plan.refusals().get(0).remedy());
    }
    StringBuilder text = new StringBuilder(HEAD);
    List<Step> steps = plan.steps();
    additions(text, steps, Step.Kind.SHARED_TABLE);
    removals(text, "foreign keys, to be made anew", steps, Set.of(Step.Kind.FOREIGN_KEY));
    removals(text, "keys and indexes, to be made anew", steps, KEYS);
    for (Step.Kind kind : Step.Kind.values()) {
      if (kind != Step.Kind.SHARED_TABLE) {
        additions(text, steps, kind);
      }
    }
    return text.toString();
  }

  /**
   * Writes the text into {@code directory} as the version after all that are there and after all
   * that Flyway has noted in the database; returns the file.
   *
   * @throws CroftException {@code schema-not-adoptable}; {@code argument-invalid} when the
   *     directory cannot be written to
   */
  public static Path write(AdoptionPlan plan, Path directory) {
    String text = text(plan);
    try (Stream<Path> files = Files.list(directory)) {
      long newest =
          files
              .map(file -> VERSIONED.matcher(file.getFileName().toString()))
              .filter(Matcher::matches)
              .mapToLong(name -> Long.parseLong(name.group(1)))
              .max()
              .orElse(0);
      Path file = directory.resolve(NAME.formatted(Math.max(newest, plan.historyVersion()) + 1));
      return Files.writeString(file, text, StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW);
    } catch (IOException e) {
      throw new CroftException(
          ErrorCode.ARGUMENT_INVALID,
          "the migration cannot be written into " + directory + ": " + e.getMessage(),
          "name the directory of the application's migrations",
          e);
    }
  }

  private static void removals(
      StringBuilder text, String title, List<Step> steps, Set<Step.Kind> kinds) {
    statements(
        text,
        title,
        steps.stream().filter(step -> kinds.contains(step.kind())).toList(),
        Step::removals);
  }

  private static void additions(StringBuilder text, List<Step> steps, Step.Kind kind) {
    List<Step> ofKind = steps.stream().filter(step -> step.kind() == kind).toList();
    for (String reason : ofKind.stream().map(Step::reason).distinct().toList()) {
      statements(
          text,
          kind.title() + ": " + reason,
          ofKind.stream().filter(step -> step.reason().equals(reason)).toList(),
          Step::additions);
    }
  }

  private static void statements(
      StringBuilder text, String title, List<Step> steps, Function<Step, List<String>> which) {
    List<String> statements = steps.stream().map(which).flatMap(List::stream).toList();
    if (!statements.isEmpty()) {
      text.append('\n').append(Lines.of("-- ", title));
      statements.forEach(sql -> text.append(sql.stripTrailing()).append(";\n"));
    }
  }
}
