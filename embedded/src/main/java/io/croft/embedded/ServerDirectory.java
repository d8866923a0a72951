package io.croft.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The directory of one server: its data, log, configuration and superuser's password. A kept one is
 * locked while a JVM uses it.
 */
final class ServerDirectory implements AutoCloseable {

  private static final String LOG = "server.log";
  private static final String LOCK = "lock";
  private static final String PASSWORD = "superuser.password";

  private final Path root;
  private final @Nullable FileChannel lock;

  private ServerDirectory(Path root, @Nullable FileChannel lock) {
    this.root = root;
    this.lock = lock;
  }

  /** Creates a directory that lives as long as its server. */
  static ServerDirectory temporary(ServerUser user) throws IOException {
    for (String base : List.of(System.getProperty("java.io.tmpdir"), "/tmp", "/var/tmp")) {
      Path parent = Path.of(base);
      if (Files.isWritable(parent) && user.reaches(parent)) {
        Path root = Files.createTempDirectory(parent, "croft-postgres-").toRealPath();
        open(root, user);
        return new ServerDirectory(root, null);
      }
    }
    throw new EmbeddedPostgresException(
        "No directory for temporary files that the server's user reaches",
        "Point java.io.tmpdir to a directory that all may enter.");
  }

  /** Creates or opens a directory that outlives its server, and locks it. */
  static ServerDirectory kept(Path path, ServerUser user) throws IOException {
    Path root = Files.createDirectories(path).toRealPath();
    if (!ours(root)) {
      throw new EmbeddedPostgresException(
          root + " has files in it that are not of an embedded server",
          "Name an empty directory, or one that an embedded server has made.");
    }
    open(root, user);
    if (!user.reaches(root)) {
      throw new EmbeddedPostgresException(
          "%s is out of reach for the user %s, whom PostgreSQL must run as"
              .formatted(root, user.owner()),
          "Choose a directory below one that all may enter, not in a home directory.");
    }
    return new ServerDirectory(root, lock(root));
  }

  /** Returns who owns the data in the directory, when there is any. */
  static OptionalInt dataOwner(Path root) throws IOException {
    Path data = root.resolve("data");
    return Files.exists(data) ? OptionalInt.of(ServerUser.owner(data)) : OptionalInt.empty();
  }

  Path root() {
    return root;
  }

  Path data() {
    return root.resolve("data");
  }

  boolean kept() {
    return lock != null;
  }

  /** Returns the major version that made the data, or empty when there is none yet. */
  Optional<String> dataVersion() throws IOException {
    Path version = data().resolve("PG_VERSION");
    return Files.exists(data()) ? Optional.of(Files.readString(version).trim()) : Optional.empty();
  }

  String password() throws IOException {
    return Files.readString(root.resolve(PASSWORD)).trim();
  }

  /** Writes the password for initdb, and for later starts. */
  void password(String password) throws IOException {
    secret(root.resolve(PASSWORD), password);
    secret(root.resolve("initdb.password"), password);
  }

  void forgetInitialPassword() throws IOException {
    Files.deleteIfExists(root.resolve("initdb.password"));
  }

  void configure(ServerSettings settings, int port) throws IOException {
    Path hba = root.resolve("pg_hba.conf");
    readable(hba, ServerSettings.HBA);
    readable(root.resolve("postgresql.conf"), settings.text(port, hba));
  }

  long logSize() throws IOException {
    Path log = root.resolve(LOG);
    return Files.exists(log) ? Files.size(log) : 0;
  }

  /** Returns what the log has from this byte on. */
  String log(long from) throws IOException {
    try (InputStream log = Files.newInputStream(root.resolve(LOG))) {
      log.skipNBytes(from);
      return new String(log.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Override
  public void close() throws IOException {
    if (lock != null) {
      lock.close();
    }
  }

  private static boolean ours(Path root) throws IOException {
    if (Files.exists(root.resolve(PASSWORD))) {
      return true;
    }
    try (Stream<Path> files = Files.list(root)) {
      return files.allMatch(file -> file.endsWith(LOCK));
    }
  }

  private static void open(Path root, ServerUser user) throws IOException {
    Files.setPosixFilePermissions(
        root, PosixFilePermissions.fromString(user.foreign() ? "rwx--x--x" : "rwx------"));
    Path log = root.resolve(LOG);
    if (!Files.exists(log)) {
      createSecret(log);
    }
  }

  private static FileChannel lock(Path root) throws IOException {
    FileChannel channel =
        FileChannel.open(root.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return channel;
      }
    } catch (OverlappingFileLockException byThisJvm) {
      // The answer is the same whoever holds it.
    }
    channel.close();
    throw new EmbeddedPostgresException(
        "The data directory " + root + " is in use by another embedded server",
        "Close that server, or choose another directory.");
  }

  private static void secret(Path file, String content) throws IOException {
    Files.deleteIfExists(file);
    createSecret(file);
    Files.writeString(file, content + "\n");
  }

  private static void createSecret(Path file) throws IOException {
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
  }

  private static void readable(Path file, String content) throws IOException {
    Files.writeString(file, content);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
  }
}
