package io.croft.cli;

import io.croft.catalog.Operation;
import io.croft.move.MoveOrder;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Moves a tenant while it is in use. */
@Command(
    name = "start",
    description = {
      "Moves a tenant while it is in use, and returns when that is done.",
      "",
      "Example: croft move start acme --isolation database --server us-1",
      "Example: croft move start acme --server us-1 --way-back 24h",
      "Next: croft tenant show, or croft move resume when it failed; croft move reverse or settle",
      "where a way back was kept"
    })
final class MoveStart implements Callable<Integer> {

  @Option(
      names = "--no-wait",
      description = "Return at once and leave the move to the worker of croft serve.")
  private boolean detached;

  @Option(
      names = "--hold",
      description = "Wait before the tenant is shut until croft move cutover; streamed.")
  private boolean hold;

  @Option(
      names = "--way-back",
      paramLabel = "TIME",
      converter = SpanConverter.class,
      description = {
        "How long the old home is kept and follows the new one, such as 24h, so that croft move",
        "reverse goes back without copying; streamed (default: it is removed at once). The worker of",
        "croft serve keeps the way back, or croft move resume."
      })
  private @Nullable Duration wayBack;

  /** Reads a length of time. */
  static final class SpanConverter implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String value) {
      return Span.of(value);
    }
  }

  @Mixin private final MoveTarget target = new MoveTarget();
  @Mixin private final CatalogOptions options;
  @Mixin private final MoveOutput output;

  MoveStart(Map<String, String> environment, Terminal terminal) {
    options = new CatalogOptions(environment);
    output = new MoveOutput(terminal);
  }

  @Override
  public Integer call() {
    try (ControlPlane plane = options.open()) {
      MoveTarget.Resolved wanted = target.resolve(plane);
      MoveOrder order =
          new MoveOrder(
              wanted.tenant().id(),
              wanted.isolation(),
              wanted.server(),
              Optional.ofNullable(wanted.mode()),
              hold,
              wayBack == null ? Duration.ZERO : wayBack);
      Operation operation = plane.mover().start(order, ControlPlane.actor());
      return detached ? output.write(plane, operation) : output.bring(plane, operation.id());
    }
  }
}
