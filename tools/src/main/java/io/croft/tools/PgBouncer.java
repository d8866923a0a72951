package io.croft.tools;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A running PgBouncer before one PostgreSQL server: all its databases, in transaction mode, on a
 * free port of 127.0.0.1. Clients log in by SCRAM with the password that the server knows;
 * PgBouncer itself knows verifiers only. It ends with this JVM however that ends.
 */
public final class PgBouncer implements AutoCloseable {

  private final Path directory;
  private final int port;
  private final Process supervisor;

  private PgBouncer(Path directory, int port, Process supervisor) {
    this.directory = directory;
    this.port = port;
    this.supervisor = supervisor;
  }

  /** Returns a builder of one before the server at this address. */
  public static Builder before(String host, int port) {
    return new Builder(host, port);
  }

  /** Returns the address that it listens on, always 127.0.0.1. */
  public String host() {
    return PgBouncerDirectory.HOST;
  }

  /** Returns the TCP port that it listens on. */
  public int port() {
    return port;
  }

  /** Returns the JDBC URL of a database behind it, without credentials. */
  public String jdbcUrl(String database) {
    return "jdbc:postgresql://%s:%d/%s".formatted(host(), port, database);
  }

  /** Returns what it has logged so far. */
  public String log() {
    try {
      return Files.readString(directory.resolve(PgBouncerDirectory.LOG));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends it at once, breaks all connections and removes its files. A second call does nothing. */
  @Override
  public void close() {
    PgBouncerDirectory.end(supervisor);
  }

  /** What it is to be like. */
  public static final class Builder {

    private final String host;
    private final int port;
    private final Map<String, String> logins = new LinkedHashMap<>();
    private final Map<String, String> settings = new LinkedHashMap<>();

    private Builder(String host, int port) {
      this.host = host;
      this.port = port;
      settings.put("pool_mode", "transaction");
      settings.put("default_pool_size", "1");
      settings.put("max_client_conn", "500");
    }

    /** Lets this login in; the server must know it by this very SCRAM verifier, or password. */
    public Builder login(String name, String verifier) {
      logins.put(name, verifier);
      return this;
    }

    /**
     * Lets in every login that {@code query} finds, asked with the name as {@code $1} by a login of
     * the server's; for logins that are made while PgBouncer runs.
     */
    public Builder lookup(String login, String password, String query) {
      settings.put("auth_user", login);
      settings.put("auth_query", query);
      return login(login, password);
    }

    /** How many connections each login may have to each database of the server; 1. */
    public Builder poolSize(int connections) {
      return setting("default_pool_size", Integer.toString(connections));
    }

    /** Sets a parameter of the section {@code [pgbouncer]}. */
    public Builder setting(String name, String value) {
      settings.put(name, value);
      return this;
    }

    /**
     * Starts it and returns when it accepts connections.
     *
     * @throws IllegalStateException when it does not, with its log
     */
    public PgBouncer start() {
      try {
        PgBouncerDirectory directory = PgBouncerDirectory.create();
        directory.write(host, port, logins, settings);
        return new PgBouncer(directory.path(), directory.port(), directory.run());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
