package io.croft.tools;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * A running Redis (the program {@code redis-server}) on a free port of 127.0.0.1, without a
 * password, that keeps everything in memory. It ends with this JVM however that ends.
 */
public final class RedisServer implements AutoCloseable {

  private static final int PATIENCE_SECONDS = 20;

  /** Runs the program until its own input ends, which it does with the JVM at the latest. */
  private static final String SUPERVISOR =
      """
      trap '' HUP INT QUIT TERM
      "$2" --bind 127.0.0.1 --port "$3" --dir "$1" --save '' --appendonly no </dev/null &
      cat >/dev/null
      kill "$!" && wait "$!"
      rm -rf "$1"
      """;

  private final int port;
  private final Process supervisor;

  private RedisServer(int port, Process supervisor) {
    this.port = port;
    this.supervisor = supervisor;
  }

  /**
   * Starts one and returns when it accepts connections.
   *
   * @throws IllegalStateException when it does not, with its log
   */
  public static RedisServer start() {
    Path program =
        Programs.find("redis-server")
            .orElseThrow(() -> new IllegalStateException("redis-server is not installed"));
    try {
      Path directory = Files.createTempDirectory("croft-redis-");
      Path log = Files.createFile(directory.resolve("log"));
      int port = LocalPorts.free();
      ProcessBuilder builder =
          new ProcessBuilder(
              "/bin/sh",
              "-c",
              SUPERVISOR,
              "croft-redis",
              directory.toString(),
              program.toString(),
              Integer.toString(port));
      builder.redirectErrorStream(true).redirectOutput(log.toFile());
      RedisServer server = new RedisServer(port, builder.start());
      server.await(log);
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void await(Path log) throws IOException {
    long begun = System.nanoTime();
    while (!LocalPorts.accepts(port)) {
      if (System.nanoTime() - begun > TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS)) {
        String told = Files.readString(log);
        close();
        throw new IllegalStateException("redis-server does not listen on " + port + ":\n" + told);
      }
      waitFor(10, TimeUnit.MILLISECONDS);
    }
  }

  private boolean waitFor(long time, TimeUnit unit) {
    try {
      return supervisor.waitFor(time, unit);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for redis-server", e);
    }
  }

  /** Returns the address that it listens on, always 127.0.0.1. */
  public String host() {
    return LocalPorts.HOST;
  }

  /** Returns the TCP port that it listens on. */
  public int port() {
    return port;
  }

  /** Ends it and removes its files. A second call does nothing. */
  @Override
  public void close() {
    try {
      supervisor.getOutputStream().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (!waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException("redis-server does not end, process " + supervisor.pid());
    }
  }
}
