package io.croft.embedded;

import java.io.IOException;
import java.net.URL;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
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

  /**
   * Starts a server; port 0 chooses one, no path a temporary directory, and with an upstream it is
   * a standby.
   */
  static StartedServer start(
      URL programs,
      @Nullable Path path,
      ServerSettings settings,
      boolean durable,
      int port,
      @Nullable Upstream upstream) {
    long beganAt = System.nanoTime();
    try {
      ServerUser user =
          ServerUser.choose(path == null ? OptionalInt.empty() : ServerDirectory.dataOwner(path));
      BinariesCache cache = new BinariesCache(new CacheDirectory(user).choose());
      Binaries binaries = cache.unpacked(programs);
      ServerDirectory directory =
          path == null ? ServerDirectory.temporary(user) : ServerDirectory.kept(path, user);
      try {
        Server server =
            new Server(
                directory, settings, Supervisor.launch(directory, binaries.programs(), user));
        try {
          String password =
              upstream == null
                  ? ownData(server, directory, binaries, durable)
                  : copiedData(directory, settings, user, upstream);
          int chosen = server.start(port);
          long millis = (System.nanoTime() - beganAt) / 1_000_000;
          return new StartedServer(
              directory, server, binaries.majorVersion(), password, chosen, millis);
        } catch (IOException | RuntimeException e) {
          server.close();
          throw e;
        }
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

  /** Makes the data, or finds what an earlier server has left; returns the superuser's password. */
  private static String ownData(
      Server server, ServerDirectory directory, Binaries binaries, boolean durable)
      throws IOException {
    Optional<String> version = directory.dataVersion();
    if (version.isEmpty()) {
      String password = randomPassword();
      server.create(password, binaries.majorVersion(), durable);
      return password;
    }
    if (!version.get().equals("" + binaries.majorVersion())) {
      throw new EmbeddedPostgresException(
          "The data in %s is of PostgreSQL %s, but the programs are %s"
              .formatted(directory.root(), version.get(), binaries.version()),
          "Use the programs of that version, or another directory.");
    }
    String password = directory.password();
    Leftover.clear(directory);
    return password;
  }

  /** Copies the primary's data; returns its superuser's password, which came along. */
  private static String copiedData(
      ServerDirectory directory, ServerSettings settings, ServerUser user, Upstream upstream)
      throws IOException {
    try {
      BaseBackup.take(upstream.primary(), directory.data());
    } catch (SQLException e) {
      throw new EmbeddedPostgresException(
          "The primary refuses a base backup: " + e.getMessage(),
          "Start the primary, and see that it is no standby itself.",
          e);
    }
    upstream.follow(directory.data(), settings);
    user.take(directory.data());
    return upstream.primary().password();
  }

  private static String randomPassword() {
    byte[] bytes = new byte[PASSWORD_BYTES];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
