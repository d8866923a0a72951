package io.croft.cli;

import io.croft.catalog.Server;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option by which a command works on one server of the catalog instead of all. */
final class ServerChoice {

  @Option(
      names = "--server",
      paramLabel = "SERVER",
      description = "Only this server; without it, all of the catalog.")
  private @Nullable String server;

  /** Returns the names of the servers that are meant; {@code server-unknown}. */
  List<String> of(ControlPlane plane) {
    return server == null
        ? plane.catalog().servers().stream().map(Server::name).toList()
        : List.of(plane.catalog().server(server).name());
  }
}
