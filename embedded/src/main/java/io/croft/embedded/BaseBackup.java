package io.croft.embedded;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;

/**
 * A copy of the data directory of a running server, made without its programs.
 *
 * <p>See "Making a Base Backup Using the Low Level API" and "Backing Up the Data Directory" in the
 * PostgreSQL manual for the order of the steps and for what is left out.
 */
final class BaseBackup extends SimpleFileVisitor<Path> {

  /** Directories whose content belongs to the running server alone; they themselves must exist. */
  private static final Set<String> EMPTIED =
      Set.of(
          "pg_wal",
          "pg_replslot",
          "pg_dynshmem",
          "pg_notify",
          "pg_serial",
          "pg_snapshots",
          "pg_stat_tmp",
          "pg_subtrans");

  private static final List<String> LEFT_OUT =
      List.of("postmaster.", "backup_label", "tablespace_map", "pg_internal.init", "pgsql_tmp");

  private static final Path CONTROL_FILE = Path.of("global", "pg_control");

  private final Path from;
  private final Path to;

  private BaseBackup(Path from, Path to) {
    this.from = from;
    this.to = to;
  }

  /** Copies the data of {@code primary} into the new directory {@code to}. */
  static void take(EmbeddedPostgres primary, Path to) throws IOException, SQLException {
    Path from = primary.dataDirectory();
    String label;
    try (Connection admin = primary.connect(EmbeddedPostgres.DATABASE);
        Statement statement = admin.createStatement()) {
      statement.execute("SELECT pg_backup_start('croft', true)");
      Files.createDirectory(
          to, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      Files.walkFileTree(from, new BaseBackup(from, to));
      // It names the last checkpoint, so it comes after all that the checkpoint wrote.
      Files.copy(from.resolve(CONTROL_FILE), to.resolve(CONTROL_FILE));
      try (ResultSet row = statement.executeQuery("SELECT labelfile FROM pg_backup_stop(false)")) {
        row.next();
        label = row.getString(1);
      }
    }
    Files.writeString(to.resolve("backup_label"), label);
  }

  @Override
  public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
      throws IOException {
    if (leftOut(directory)) {
      return FileVisitResult.SKIP_SUBTREE;
    }
    Path copy = to.resolve(from.relativize(directory));
    if (!directory.equals(from)) {
      Files.createDirectory(copy);
    }
    boolean emptied =
        from.equals(directory.getParent())
            && EMPTIED.contains(String.valueOf(directory.getFileName()));
    return emptied ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
    Path path = from.relativize(file);
    if (!leftOut(file) && !path.equals(CONTROL_FILE)) {
      try {
        Files.copy(file, to.resolve(path));
      } catch (NoSuchFileException dropped) {
        // The log says so, and the standby will read it there.
        return FileVisitResult.CONTINUE;
      }
    }
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
    if (failure instanceof NoSuchFileException) {
      return FileVisitResult.CONTINUE;
    }
    throw failure;
  }

  private boolean leftOut(Path path) {
    String name = String.valueOf(path.getFileName());
    return LEFT_OUT.stream().anyMatch(name::startsWith);
  }
}
