package io.croft.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** A server that has just started, and what was chosen for it on the way. */
record StartedServer(
    ServerDirectory directory,
    Server server,
    int majorVersion,
    String password,
    int port,
    long millis) {

  private static final int PASSWORD_BYTES = 24;

  /** Starts a server; port 0 chooses one, no path a temporary directory. */
  static StartedServer start(
      @Nullable Path path, ServerSettings settings, boolean durable, int port) {
    long beganAt = System.nanoTime();
    try {
      ServerUser user =
          ServerUser.choose(path == null ? OptionalInt.empty() : ServerDirectory.dataOwner(path));
      BinariesCache cache = new BinariesCache(new CacheDirectory(user).choose());
      Binaries binaries = cache.unpacked(Platform.current().archive());
      ServerDirectory directory =
          path == null ? ServerDirectory.temporary(user) : ServerDirectory.kept(path, user);
      try {
        return start(directory, settings, durable, port, binaries, user, beganAt);
      } catch (IOException | RuntimeException e) {
        directory.close();
        throw e;
      }
    } catch (IOException e) {
      throw new EmbeddedPostgresException(
          "The server could not start: " + e,
          "See that the named file can be read and written, and that the disk is not full.",
          e);
    }
  }

  private static StartedServer start(
      ServerDirectory directory,
      ServerSettings settings,
      boolean durable,
      int port,
      Binaries binaries,
      ServerUser user,
      long beganAt)
      throws IOException {
    Optional<String> version = directory.dataVersion();
    if (version.isPresent() && !version.get().equals("" + binaries.majorVersion())) {
      throw new EmbeddedPostgresException(
          "The data in %s is of PostgreSQL %s, but the programs are %s"
              .formatted(directory.root(), version.get(), binaries.version()),
          "Use the programs of that version, or another directory.");
    }
    Server server =
        new Server(directory, settings, Supervisor.launch(directory, binaries.programs(), user));
    try {
      String password;
      if (version.isPresent()) {
        password = directory.password();
        Leftover.clear(directory);
      } else {
        password = randomPassword();
        server.create(password, binaries.majorVersion(), durable);
      }
      int chosen = port;
      if (port == 0) {
        chosen = server.startAnywhere();
      } else {
        server.startAt(port);
      }
      long millis = (System.nanoTime() - beganAt) / 1_000_000;
      return new StartedServer(
          directory, server, binaries.majorVersion(), password, chosen, millis);
    } catch (IOException | RuntimeException e) {
      server.close();
      throw e;
    }
  }

  private static String randomPassword() {
    byte[] bytes = new byte[PASSWORD_BYTES];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
