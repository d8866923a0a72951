package io.croft.cli;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.home.ApplicationSchema;
import io.croft.local.LocalFleet;
import io.croft.local.LocalFleetOptions;
import io.croft.watch.WatchLoop;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Drives the moves of a catalog and watches its servers until it is told to end, with servers of
 * its own or without.
 */
@Command(
    name = "serve",
    description = {
      "Drives the moves of a catalog and watches its servers until it is told to end. With"
          + " --embedded it first starts two PostgreSQL servers and the catalog; the other"
          + " commands find them without options, and an application by the file of properties"
          + " that it names.",
      "",
      "Example: croft serve --embedded --schema filesystem:src/main/resources/db/migration"
    })
final class ServeCommand implements Callable<Integer> {

  private static final String BOOKING_PLATFORM = "classpath:io/croft/demo/migrations";

  /** The login of whatever application runs beside the embedded servers. */
  private static final String APPLICATION = "application";

  @Option(names = "--embedded", description = "Start the servers and the catalog.")
  private boolean embedded;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Keep the embedded servers' data here (default: removed at the end).")
  private @Nullable Path data;

  @Option(
      names = "--schema",
      paramLabel = "LOCATION",
      description = {
        "The application's Flyway migrations, filesystem:DIR or classpath:PATH, for the embedded",
        "servers (default: the booking platform of the demo)."
      })
  private @Nullable List<String> schema;

  @Option(
      names = "--extension",
      paramLabel = "NAME",
      description =
          "An extension of PostgreSQL that the migrations need, installed before them; may be repeated.")
  private List<String> extensions = new ArrayList<>();

  @Option(names = "--no-watch", description = "Do not watch the servers; see croft watch.")
  private boolean noWatch;

  @Mixin private final WatchOptions watching = new WatchOptions();
  @Mixin private final CatalogOptions options;
  @Mixin private final OutputOptions output = new OutputOptions();
  private final Map<String, String> environment;

  ServeCommand(Map<String, String> environment) {
    this.environment = environment;
    this.options = new CatalogOptions(environment);
  }

  /**
   * What is written when everything runs.
   *
   * @param stateFile where other commands find the catalog, null when it is not ours
   * @param applicationFile the properties by which an application finds it, null likewise
   */
  private record Ready(
      String status,
      @Nullable String stateFile,
      @Nullable String applicationFile,
      List<String> servers) {

    private static Ready of(ControlPlane plane, @Nullable StateFiles files) {
      return new Ready(
          "ready",
          files == null ? null : files.state().toString(),
          files == null ? null : files.application().toString(),
          plane.catalog().servers().stream().map(server -> server.name()).toList());
    }

    private Table table() {
      Table table = Table.of("property", "value").row("status", status);
      servers.forEach(server -> table.row("server", server));
      if (stateFile != null) {
        table.row("state file", stateFile);
      }
      if (applicationFile != null) {
        table.row("for applications", applicationFile);
      }
      return table;
    }
  }

  /** Where a process with servers of its own tells the others about them. */
  private record StateFiles(Path state, Path application) {}

  @Override
  public Integer call() throws InterruptedException {
    watching.interval();
    watching.settings();
    requireEmbedded("--data", data);
    requireEmbedded("--schema", schema);
    requireEmbedded("--extension", extensions.isEmpty() ? null : extensions);
    try (Ending ending = Ending.watch()) {
      if (embedded) {
        serveEmbedded(ending);
      } else {
        try (ControlPlane plane = options.open()) {
          serve(plane, null, ending);
        }
      }
    }
    return Exit.DONE.status();
  }

  private void requireEmbedded(String option, @Nullable Object value) {
    if (value != null && !embedded) {
      throw new CroftException(
          ErrorCode.ARGUMENT_INVALID, option + " needs --embedded", "give both, or neither");
    }
  }

  private void serveEmbedded(Ending ending) throws InterruptedException {
    Path file = ServedState.file(environment);
    ServedState.read(file).ifPresent(other -> refuse(other, file));
    List<String> migrations = schema == null ? List.of(BOOKING_PLATFORM) : schema;
    LocalFleetOptions wanted =
        LocalFleetOptions.of(new ApplicationSchema(migrations, extensions)).stoppedByOwner();
    try (LocalFleet fleet =
            LocalFleet.start(data == null ? wanted : wanted.keptIn(data.toAbsolutePath()));
        ServedFile secret = ServedSecret.publish(fleet.secret(), file);
        ControlPlane plane = ControlPlane.open(fleet.address(), fleet.secret())) {
      ServedState state =
          new ServedState(
              fleet.address().uri(), secret.file().toString(), ProcessHandle.current().pid());
      try (ServedFile application =
              ServedApplication.publish(fleet.reader(APPLICATION), plane.application(), file);
          ServedFile published = state.publish(file)) {
        serve(plane, new StateFiles(published.file(), application.file()), ending);
      }
    }
  }

  private void serve(ControlPlane plane, @Nullable StateFiles files, Ending ending)
      throws InterruptedException {
    Ready ready = Ready.of(plane, files);
    output.write(ready, ready::table);
    try (MoveWorker worker = new MoveWorker(plane)) {
      if (noWatch) {
        worker.workUntil(ending);
        return;
      }
      WatchLoop loop = watch(plane);
      try {
        worker.workUntil(ending);
      } finally {
        loop.close();
      }
    }
  }

  private WatchLoop watch(ControlPlane plane) {
    return WatchLoop.start(
        plane.watch(watching.settings()),
        () -> WatchLoop.allServers(plane.catalog()),
        ControlPlane.worker(),
        watching.interval(),
        watching.onAlarm(),
        report -> {});
  }

  private static void refuse(ServedState other, Path file) {
    throw new CroftException(
        ErrorCode.ALREADY_SERVED,
        "process " + other.process() + " already serves, as " + file + " tells",
        "end it first, or name another file in CROFT_STATE");
  }
}
