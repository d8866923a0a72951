package io.croft.embedded;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * One server as its supervisor runs it: created once, then started and stopped any number of times.
 */
final class Server implements AutoCloseable {

  private static final int PORT_TRIES = 10;

  private final ServerDirectory directory;
  private final ServerSettings settings;
  private final Supervisor supervisor;

  Server(ServerDirectory directory, ServerSettings settings, Supervisor supervisor) {
    this.directory = directory;
    this.settings = settings;
    this.supervisor = supervisor;
  }

  /** Makes the data directory, whose superuser has this password. */
  void create(String password, int majorVersion, boolean durable) throws IOException {
    long before = directory.logSize();
    directory.password(password);
    List<String> options =
        new ArrayList<>(
            List.of(
                "--username=" + EmbeddedPostgres.SUPERUSER,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--no-instructions"));
    if (majorVersion >= 17) {
      options.add("--locale-provider=builtin");
      options.add("--builtin-locale=C.UTF-8");
    }
    if (majorVersion >= 16) {
      // The server inside initdb does not know our settings, and /dev/shm may be full.
      options.add("--set=dynamic_shared_memory_type=mmap");
    }
    if (!durable || !directory.kept()) {
      options.add("--no-sync");
    }
    boolean made = supervisor.request("initdb " + String.join(" ", options));
    directory.forgetInitialPassword();
    if (!made) {
      throw StartFailure.of(
          "The data directory in %s could not be made".formatted(directory.root()),
          directory.log(before));
    }
  }

  /** Starts on this port, or on a free one when it is 0; returns the port. */
  int start(int port) throws IOException {
    if (port == 0) {
      return startAnywhere();
    }
    startAt(port);
    return port;
  }

  /** Starts on a free port, another one whenever somebody was quicker; returns the port. */
  private int startAnywhere() throws IOException {
    for (int i = 1; ; i++) {
      int port = Ports.free();
      String log = tryPort(port);
      if (log.isEmpty()) {
        return port;
      }
      if (i == PORT_TRIES || !StartFailure.portWasTaken(log)) {
        throw failure(port, log);
      }
    }
  }

  void startAt(int port) throws IOException {
    String log = tryPort(port);
    if (!log.isEmpty()) {
      throw failure(port, log);
    }
  }

  void stop() throws IOException {
    require("fast");
  }

  void crash() throws IOException {
    require("immediate");
  }

  @Override
  public void close() throws IOException {
    supervisor.close();
  }

  /** Starts and returns the empty string, or what the failed start has logged. */
  private String tryPort(int port) throws IOException {
    directory.configure(settings, port);
    long before = directory.logSize();
    return supervisor.request("start") ? "" : directory.log(before);
  }

  private EmbeddedPostgresException failure(int port, String log) {
    return StartFailure.of(
        "The server in %s did not start on port %d".formatted(directory.root(), port), log);
  }

  private void require(String request) throws IOException {
    if (!supervisor.request(request)) {
      throw new EmbeddedPostgresException(
          "The server in %s did not stop (%s)".formatted(directory.root(), request),
          "Read server.log there; the first line of data/postmaster.pid is its process.");
    }
  }
}
