package io.croft.cli;

import io.croft.move.MovePreview;
import io.croft.move.MoveStep;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows what a move would do. */
@Command(
    name = "preview",
    description = {
      "Shows what a move would do, in which mode, and whether it would be refused. Changes nothing.",
      "",
      "Example: croft move preview acme --isolation schema"
    })
final class MovePreviewing implements Callable<Integer> {

  private record StepView(String name, String description, String undo) {

    private static StepView of(MoveStep step) {
      return new StepView(step.word(), step.description(), step.undo());
    }
  }

  /**
   * What is shown.
   *
   * @param fits whether the move would not be refused
   * @param problems why it would, each with what to do
   * @param estimatedFenceMillis how long a fenced copy would make the tenant's statements wait
   * @param longestFenceMillis how long it may
   */
  private record Shown(
      String tenant,
      String from,
      String to,
      String mode,
      long rows,
      long bytes,
      boolean fits,
      List<String> problems,
      long estimatedFenceMillis,
      long longestFenceMillis,
      List<StepView> steps) {

    private static Shown of(String tenant, MovePreview preview) {
      return new Shown(
          tenant,
          preview.from().summary(),
          preview.isolation() + "@" + preview.server(),
          preview.mode().word(),
          preview.rows(),
          preview.bytes(),
          preview.problems().isEmpty(),
          preview.problems(),
          preview.estimatedFence().toMillis(),
          preview.longestFence().toMillis(),
          preview.steps().stream().map(StepView::of).toList());
    }

    private Table table() {
      Table table = Table.of("step", "does", "undone by");
      steps.forEach(step -> table.row(step.name(), step.description(), step.undo()));
      return table;
    }

    private String sentence() {
      String all =
          String.format(
              Locale.ROOT,
              "%s would move from %s to %s, %s: %,d rows; a fenced copy would take about %d ms",
              tenant,
              from,
              to,
              mode,
              rows,
              estimatedFenceMillis);
      return fits ? all : all + "; it would be refused: " + String.join("; ", problems);
    }
  }

  @Mixin private final MoveTarget target = new MoveTarget();
  @Mixin private final CatalogOptions options;
  @Mixin private final OutputOptions output = new OutputOptions();

  MovePreviewing(Map<String, String> environment) {
    options = new CatalogOptions(environment);
  }

  @Override
  public Integer call() {
    Shown shown;
    try (ControlPlane plane = options.open()) {
      MoveTarget.Resolved wanted = target.resolve(plane);
      shown =
          Shown.of(
              wanted.tenant().slug().value(),
              plane
                  .mover()
                  .preview(
                      wanted.tenant().id(), wanted.isolation(), wanted.server(), wanted.mode()));
    }
    output.write(shown, shown::sentence, shown::table);
    return Exit.DONE.status();
  }
}
