package io.croft.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import org.postgresql.util.PasswordUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a standby hangs on its primary: by a login that may replicate, and by a slot that keeps the
 * log which the standby has not seen yet. Both bear the same name.
 */
record Upstream(EmbeddedPostgres primary, String name, String password) {

  private static final Logger LOG = LoggerFactory.getLogger(Upstream.class);
  private static final String PASSWORD_FILE = "upstream.password";

  /** Makes the login and the slot. */
  static Upstream open(EmbeddedPostgres primary) throws SQLException {
    SecureRandom random = new SecureRandom();
    byte[] bytes = new byte[24];
    random.nextBytes(bytes);
    String password = HexFormat.of().formatHex(bytes);
    String name = "standby_" + Long.toHexString(random.nextLong());
    String verifier = PasswordUtil.encodePassword(name, password.toCharArray(), "scram-sha-256");
    try (Connection admin = primary.connect(EmbeddedPostgres.DATABASE);
        Statement statement = admin.createStatement()) {
      statement.execute("CREATE ROLE %s LOGIN REPLICATION PASSWORD '%s'".formatted(name, verifier));
      statement.execute("SELECT pg_create_physical_replication_slot('%s', true)".formatted(name));
    }
    return new Upstream(primary, name, password);
  }

  /** Makes a server with this data directory, which has a base backup, a standby. */
  void follow(Path data, ServerSettings settings) throws IOException {
    Path file = data.resolve(PASSWORD_FILE);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, "*:*:*:*:" + password + "\n");
    Files.createFile(data.resolve("standby.signal"));
    settings.put("hot_standby", "on");
    settings.put("primary_slot_name", name);
    settings.put(
        "primary_conninfo",
        "host=%s port=%d user=%s passfile=%s application_name=%s"
            .formatted(primary.host(), primary.port(), name, PASSWORD_FILE, name));
  }

  /** Returns a position in the log behind everything that is committed on the primary now. */
  String position() throws SQLException {
    try (Connection admin = primary.connect(EmbeddedPostgres.DATABASE);
        Statement statement = admin.createStatement()) {
      admin.setAutoCommit(false);
      statement.execute("SET LOCAL synchronous_commit = on");
      String position;
      try (ResultSet row =
          statement.executeQuery("SELECT pg_logical_emit_message(true, 'croft', '')")) {
        row.next();
        position = row.getString(1);
      }
      admin.commit();
      return position;
    }
  }

  /** Removes the login and the slot; a primary that does not answer keeps them. */
  void close() {
    try (Connection admin = primary.connect(EmbeddedPostgres.DATABASE);
        Statement statement = admin.createStatement()) {
      statement.execute(
          "SELECT pg_terminate_backend(active_pid, 5000) FROM pg_replication_slots"
              + " WHERE slot_name = '%s' AND active".formatted(name));
      statement.execute("SELECT pg_drop_replication_slot('%s')".formatted(name));
      statement.execute("DROP ROLE " + name);
    } catch (SQLException e) {
      LOG.debug(
          "the primary keeps the slot {} of a standby that is gone: {}", name, e.getMessage());
    }
  }

  @Override
  public String toString() {
    return "Upstream[" + name + "]";
  }
}
