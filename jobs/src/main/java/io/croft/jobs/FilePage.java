package io.croft.jobs;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.core.TenantId;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A file with one tenant on each line; a last line without an end is of a crash and goes. */
final class FilePage implements JobLedger.Page {

  /**
   * The files that this process has open. A lock on a file is its process's as well: another
   * channel to the same file would let go of it when it is closed.
   */
  private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();

  private final Path path;
  private final RandomAccessFile file;
  private final Set<TenantId> done;

  private FilePage(Path path, RandomAccessFile file, Set<TenantId> done) {
    this.path = path;
    this.file = file;
    this.done = done;
  }

  /**
   * Opens a file.
   *
   * @param path without links in it
   */
  static FilePage open(Path path) throws IOException {
    if (!OPEN.add(path)) {
      throw inUse(path);
    }
    try {
      return locked(path);
    } catch (IOException | RuntimeException e) {
      OPEN.remove(path);
      throw e;
    }
  }

  private static FilePage locked(Path path) throws IOException {
    // Unlike a channel it stays open when the thread that writes is interrupted.
    RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
    try {
      @Nullable FileLock lock = file.getChannel().tryLock();
      if (lock == null) {
        throw inUse(path);
      }
      return new FilePage(path, file, read(file, path));
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private static CroftException inUse(Path path) {
    return new CroftException(
        ErrorCode.OPERATION_IN_PROGRESS,
        "the run of " + path + " is going on",
        "wait for its end, or give the run another name");
  }

  private static Set<TenantId> read(RandomAccessFile file, Path path) throws IOException {
    byte[] bytes = new byte[Math.toIntExact(file.length())];
    file.readFully(bytes);
    String text = new String(bytes, StandardCharsets.US_ASCII);
    int end = text.lastIndexOf('\n') + 1;
    file.setLength(end);
    file.seek(end);
    Set<TenantId> done = new HashSet<>();
    text.substring(0, end).lines().forEach(line -> done.add(tenant(line, path)));
    return done;
  }

  private static TenantId tenant(String line, Path path) {
    try {
      return TenantId.of(line);
    } catch (CroftException e) {
      throw new CroftException(
          ErrorCode.CONFIGURATION_INVALID,
          "%s is no ledger: a line of it is \"%s\" and not a tenant".formatted(path, line),
          "give the ledger a directory of its own",
          e);
    }
  }

  @Override
  public Set<TenantId> done() {
    return Set.copyOf(done);
  }

  @Override
  public void add(TenantId tenant) {
    try {
      file.write((tenant + "\n").getBytes(StandardCharsets.US_ASCII));
      file.getFD().sync();
    } catch (IOException e) {
      throw new UncheckedIOException("tenant " + tenant + " is done, and cannot be noted", e);
    }
    done.add(tenant);
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      OPEN.remove(path);
    }
  }
}
