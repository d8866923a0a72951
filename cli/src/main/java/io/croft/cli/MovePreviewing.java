package io.croft.cli;

import io.croft.move.MovePreview;
import io.croft.move.MoveStep;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows what a move would do. */
@Command(
    name = "preview",
    description = {
      "Shows what a move would do, and whether it would be refused for its size. Changes nothing.",
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
   * @param fits whether the move would not be refused for its size
   * @param estimatedFenceMillis how long the tenant's statements would wait for copy and compare
   * @param longestFenceMillis how long they may
   */
  private record Shown(
      String tenant,
      String from,
      String to,
      String mode,
      long rows,
      long bytes,
      boolean fits,
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
          preview.fits(),
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
      return "%s would move from %s to %s: %,d rows, about %d ms of fence (at most %d); it %s"
          .formatted(
              tenant,
              from,
              to,
              rows,
              estimatedFenceMillis,
              longestFenceMillis,
              fits ? "fits" : "would be refused");
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
              plane.mover().preview(wanted.tenant().id(), wanted.isolation(), wanted.server()));
    }
    output.write(shown, shown::sentence, shown::table);
    return Exit.DONE.status();
  }
}
