package io.croft.embedded;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** Unpacks a tar archive compressed by xz. */
final class TarXz {

  private TarXz() {}

  /** Unpacks into an existing directory, open to all for reading; nothing lands outside of it. */
  static void unpack(InputStream archive, Path directory) throws IOException {
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(archive)))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        Path path = inside(directory, directory.resolve(entry.getName()));
        if (entry.isDirectory()) {
          FileTrees.createOpen(path);
        } else {
          FileTrees.createOpen(path.resolveSibling(".").normalize());
          write(directory, path, entry, tar);
        }
      }
    }
  }

  private static void write(
      Path directory, Path path, TarArchiveEntry entry, TarArchiveInputStream content)
      throws IOException {
    if (entry.isSymbolicLink()) {
      Path target = Path.of(entry.getLinkName());
      inside(directory, path.resolveSibling(target));
      Files.createSymbolicLink(path, target);
    } else if (entry.isLink()) {
      Files.copy(inside(directory, directory.resolve(entry.getLinkName())), path);
    } else {
      Files.copy(content, path);
      boolean program = (entry.getMode() & 0111) != 0;
      Files.setPosixFilePermissions(
          path, PosixFilePermissions.fromString(program ? "rwxr-xr-x" : "rw-r--r--"));
    }
  }

  private static Path inside(Path directory, Path path) throws IOException {
    Path normal = path.normalize();
    if (!normal.startsWith(directory)) {
      throw new IOException("The archive reaches outside of its directory: " + path);
    }
    return normal;
  }
}
