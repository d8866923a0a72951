package io.croft.tools;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The files of one PgBouncer, and the shell that runs it and removes them. */
record PgBouncerDirectory(Path path, int port) {

  static final String HOST = LocalPorts.HOST;
  static final String LOG = "pgbouncer.log";

  private static final String INI = "pgbouncer.ini";
  private static final String LOGINS = "logins";

  /** Whom PgBouncer becomes when it is started by root, as whom it refuses to run. */
  private static final String UNPRIVILEGED = "nobody";

  private static final int PATIENCE_SECONDS = 20;

  /** Runs the program until its own input ends, which it does with the JVM at the latest. */
  private static final String SUPERVISOR =
      """
      trap '' HUP INT QUIT TERM
      "$2" "$1/pgbouncer.ini" </dev/null &
      cat >/dev/null
      kill "$!" && wait "$!"
      rm -rf "$1"
      """;

  static PgBouncerDirectory create() throws IOException {
    return new PgBouncerDirectory(Files.createTempDirectory("croft-pgbouncer-"), LocalPorts.free());
  }

  void write(String host, int port, Map<String, String> logins, Map<String, String> settings)
      throws IOException {
    StringBuilder ini = new StringBuilder();
    ini.append("[databases]\n* = host=%s port=%d\n[pgbouncer]\n".formatted(host, port));
    settings.forEach((name, value) -> ini.append(name).append(" = ").append(value).append('\n'));
    ini.append("listen_addr = %s\nlisten_port = %d\n".formatted(HOST, this.port));
    ini.append("unix_socket_dir =\nauth_type = scram-sha-256\n");
    ini.append("auth_file = %s\n".formatted(path.resolve(LOGINS)));
    StringBuilder list = new StringBuilder();
    logins.forEach(
        (name, verifier) ->
            list.append('"').append(name).append("\" \"").append(verifier).append("\"\n"));
    secret(LOGINS, list.toString());
    secret(LOG, "");
    if (startedByRoot()) {
      ini.append("user = ").append(UNPRIVILEGED).append('\n');
      UserPrincipal user =
          path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(UNPRIVILEGED);
      for (Path file : List.of(path, path.resolve(LOGINS), path.resolve(LOG))) {
        Files.setOwner(file, user);
      }
    }
    secret(INI, ini.toString());
  }

  /** Starts the program and returns its supervisor when it accepts connections. */
  Process run() throws IOException {
    String program =
        Programs.find("pgbouncer")
            .orElseThrow(() -> new IllegalStateException("pgbouncer is not installed"))
            .toString();
    ProcessBuilder builder =
        new ProcessBuilder(
            "/bin/sh", "-c", SUPERVISOR, "croft-pgbouncer", path.toString(), program);
    builder.redirectErrorStream(true).redirectOutput(path.resolve(LOG).toFile());
    Process supervisor = builder.start();
    long begun = System.nanoTime();
    while (!LocalPorts.accepts(port)) {
      String log = Files.readString(path.resolve(LOG));
      boolean late = System.nanoTime() - begun > TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
      if (late || log.contains("FATAL")) {
        end(supervisor);
        throw new IllegalStateException("pgbouncer does not listen on port " + port + ":\n" + log);
      }
      pause(supervisor);
    }
    return supervisor;
  }

  /** Ends the program behind a supervisor and waits until its files are gone. */
  static void end(Process supervisor) {
    try {
      supervisor.getOutputStream().close();
      if (!supervisor.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException("pgbouncer does not end, process " + supervisor.pid());
      }
    } catch (IOException e) {
      throw new IllegalStateException("the supervisor of pgbouncer cannot be reached", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void pause(Process supervisor) {
    try {
      supervisor.waitFor(10, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while pgbouncer was starting", e);
    }
  }

  private void secret(String name, String content) throws IOException {
    Path file = path.resolve(name);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, content);
  }

  private boolean startedByRoot() throws IOException {
    return Files.getAttribute(path, "unix:uid").equals(0);
  }
}
