package io.croft.local;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.embedded.EmbeddedPostgres;
import io.croft.embedded.EmbeddedPostgresException;
import java.net.URL;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Embedded servers by name, started side by side. */
final class LocalServers implements AutoCloseable {

  private final Map<String, EmbeddedPostgres> servers;

  private LocalServers(Map<String, EmbeddedPostgres> servers) {
    this.servers = servers;
  }

  /** Starts all or none; {@code server-cannot-start}. */
  static LocalServers start(Set<String> names, LocalFleetOptions options) {
    Map<String, CompletableFuture<EmbeddedPostgres>> starting = new LinkedHashMap<>();
    for (String name : names) {
      starting.put(name, CompletableFuture.supplyAsync(() -> start(name, options)));
    }
    LocalServers started = new LocalServers(new LinkedHashMap<>());
    CroftException failure = null;
    for (Map.Entry<String, CompletableFuture<EmbeddedPostgres>> server : starting.entrySet()) {
      try {
        started.servers.put(server.getKey(), server.getValue().join());
      } catch (CompletionException e) {
        failure = cannotStart(server.getKey(), e.getCause() == null ? e : e.getCause());
      }
    }
    if (failure != null) {
      started.close();
      throw failure;
    }
    return started;
  }

  private static EmbeddedPostgres start(String name, LocalFleetOptions options) {
    EmbeddedPostgres.Builder builder =
        EmbeddedPostgres.builder()
            .name(name)
            .durable(options.durable())
            .stopAtExit(options.stopAtExit());
    options.data().ifPresent(directory -> builder.dataDirectory(directory.resolve(name)));
    URL programs = options.programs().get(name);
    if (programs != null) {
      builder.programs(programs);
    }
    return builder.start();
  }

  private static CroftException cannotStart(String name, Throwable cause) {
    return new CroftException(
        ErrorCode.SERVER_CANNOT_START,
        "server " + name + " cannot start: " + cause.getMessage(),
        cause instanceof EmbeddedPostgresException known ? known.hint() : "see the cause",
        cause);
  }

  /** Returns the server of that name; {@code server-unknown}. */
  EmbeddedPostgres server(String name) {
    EmbeddedPostgres server = servers.get(name);
    if (server == null) {
      throw new CroftException(
          ErrorCode.SERVER_UNKNOWN, "there is no server " + name, "use one of " + servers.keySet());
    }
    return server;
  }

  @Override
  public void close() {
    servers.values().forEach(EmbeddedPostgres::close);
  }
}
