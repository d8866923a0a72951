package io.croft.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.jar.JarEntry;
import java.util.zip.CRC32;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory where PostgreSQL's programs are unpacked, once for each user and archive. Any
 * number of threads and JVMs may use it at once.
 */
final class BinariesCache {

  private static final Logger LOG = LoggerFactory.getLogger(BinariesCache.class);
  private static final Object IN_THIS_JVM = new Object();

  private final Path root;

  BinariesCache(Path root) {
    this.root = root;
  }

  /** Returns the unpacked archive, and unpacks it when it is not there or damaged. */
  Binaries unpacked(URL archive) throws IOException {
    Path directory = root.resolve(name(archive));
    if (!Binaries.intact(directory)) {
      synchronized (IN_THIS_JVM) {
        Path lockFile = root.resolve(directory.getFileName() + ".lock");
        try (FileChannel channel =
                FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.lock()) {
          if (lock.isValid() && !Binaries.intact(directory)) {
            unpack(archive, directory);
          }
        }
      }
    }
    return Binaries.open(directory);
  }

  private void unpack(URL archive, Path directory) throws IOException {
    String name = String.valueOf(directory.getFileName());
    LOG.info("Unpacking PostgreSQL into {}, once for this user", directory);
    try (DirectoryStream<Path> abandoned = Files.newDirectoryStream(root, name + ".tmp*")) {
      for (Path path : abandoned) {
        FileTrees.delete(path);
      }
    }
    Path fresh = Files.createTempDirectory(root, name + ".tmp");
    FileTrees.openToAll(fresh);
    try (InputStream content = archive.openStream()) {
      TarXz.unpack(content, fresh);
      Binaries.seal(fresh);
    } catch (IOException | RuntimeException e) {
      FileTrees.delete(fresh);
      throw e;
    }
    if (Files.exists(directory)) {
      LOG.warn("{} was damaged and is replaced", directory);
      Path damaged = Files.createTempDirectory(root, name + ".tmp");
      Files.move(directory, damaged.resolve("damaged"));
      FileTrees.delete(damaged);
    }
    Files.move(fresh, directory, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Names the archive's directory by its platform, size and checksum. */
  private static String name(URL archive) throws IOException {
    String file = archive.getPath().substring(archive.getPath().lastIndexOf('/') + 1);
    String platform = file.replaceFirst("^postgres-", "").replaceFirst("\\.txz$", "");
    URLConnection connection = archive.openConnection();
    if (connection instanceof JarURLConnection jar) {
      JarEntry entry = jar.getJarEntry();
      if (entry != null && entry.getCrc() >= 0) {
        return name(platform, entry.getSize(), entry.getCrc());
      }
    }
    CRC32 crc = new CRC32();
    long size = 0;
    try (InputStream content = connection.getInputStream()) {
      byte[] buffer = new byte[1 << 16];
      for (int n = content.read(buffer); n >= 0; n = content.read(buffer)) {
        crc.update(buffer, 0, n);
        size += n;
      }
    }
    return name(platform, size, crc.getValue());
  }

  private static String name(String platform, long size, long crc) {
    return platform + "-" + size + "-" + HexFormat.of().toHexDigits((int) crc);
  }
}
