package io.croft.gate;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.core.Placement;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Puts the gate into PostgreSQL. Every method wants a connection of a superuser in autocommit or in
 * a transaction of the caller, is idempotent, and does its work in one transaction.
 */
public final class Gate {

  private static final List<String> SCRIPTS =
      List.of("tables", "context", "homes", "moves", "protect", "privileges");

  private static final String PUT_KEY =
      """
      INSERT INTO croft.seal_key (kid, inner_pad, outer_pad, not_after)
      VALUES (?, ?, ?, 'infinity')
      ON CONFLICT (kid) DO UPDATE
      SET inner_pad = excluded.inner_pad, outer_pad = excluded.outer_pad, not_after = excluded.not_after
      """;

  private static final String FIND_UNPROTECTABLE =
      "SELECT code, object, problem FROM croft.find_unprotectable(?) ORDER BY code, object";

  private static final String PROTECT_POOL = "SELECT croft.protect_pool(?)";

  private static final String PROTECT_HOME = "SELECT croft.protect_home(?, ?, ?, ?)";

  private Gate() {}

  /**
   * The roles that every server needs; cluster-wide. The passwords travel as SCRAM verifiers only.
   */
  public static void installRoles(Connection admin, String poolPassword, String moverPassword)
      throws SQLException {
    Transactions.run(
        admin,
        () -> {
          run(admin, script("roles"));
          Logins.setPassword(admin, Placement.POOL_LOGIN, poolPassword);
          Logins.setPassword(admin, MoverGate.LOGIN, moverPassword);
        });
  }

  /** The schema {@code croft} in the connected database, and least privilege around it. */
  public static void install(Connection admin) throws SQLException {
    Transactions.run(
        admin,
        () -> {
          run(admin, "SET LOCAL search_path = pg_catalog, pg_temp");
          for (String name : SCRIPTS) {
            run(admin, script(name));
          }
        });
  }

  /** Stores a seal key of the connected database, to be used from now on under {@code kid}. */
  public static void putSealKey(Connection admin, int kid, byte[] key) throws SQLException {
    try (PreparedStatement put = admin.prepareStatement(PUT_KEY)) {
      put.setInt(1, kid);
      put.setBytes(2, Hmac.innerPad(key));
      put.setBytes(3, Hmac.outerPad(key));
      put.executeUpdate();
    }
  }

  /**
   * Checks that every table of {@code schema} can be kept apart by tenant.
   *
   * @throws CroftException {@code table-without-key} or {@code table-unprotected}, naming every
   *     object that cannot
   */
  public static void checkSchema(Connection admin, String schema) throws SQLException {
    List<Problem> problems = problems(admin, schema);
    if (problems.isEmpty()) {
      return;
    }
    boolean withoutKey = problems.stream().anyMatch(p -> p.code().equals("table-without-key"));
    throw new CroftException(
        withoutKey ? ErrorCode.TABLE_WITHOUT_KEY : ErrorCode.TABLE_UNPROTECTED,
        problems.stream()
            .map(p -> p.object() + " " + p.text())
            .collect(
                Collectors.joining("; ", "the application's schema cannot be protected: ", "")),
        "lead every key and index with tenant_id uuid NOT NULL DEFAULT croft.tenant()");
  }

  /** Puts the tables of {@code schema} under row-level security, guard and the pool's rights. */
  public static void protectPool(Connection admin, String schema) throws SQLException {
    try (PreparedStatement protect = admin.prepareStatement(PROTECT_POOL)) {
      protect.setString(1, schema);
      protect.execute();
    }
  }

  /** Pins the tables of a schema or database home to its tenant, with guard and rights. */
  public static void protectHome(Connection admin, Placement home) throws SQLException {
    try (PreparedStatement protect = admin.prepareStatement(PROTECT_HOME)) {
      protect.setString(1, home.schema());
      protect.setObject(2, home.tenant().value());
      protect.setLong(3, home.epoch());
      protect.setString(4, home.login());
      protect.execute();
    }
  }

  private record Problem(String code, String object, String text) {}

  private static List<Problem> problems(Connection admin, String schema) throws SQLException {
    try (PreparedStatement find = admin.prepareStatement(FIND_UNPROTECTABLE)) {
      find.setString(1, schema);
      try (ResultSet rows = find.executeQuery()) {
        Stream.Builder<Problem> problems = Stream.builder();
        while (rows.next()) {
          problems.add(new Problem(rows.getString(1), rows.getString(2), rows.getString(3)));
        }
        return problems.build().toList();
      }
    }
  }

  private static void run(Connection admin, String sql) throws SQLException {
    try (Statement statement = admin.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String script(String name) {
    try (InputStream in = Gate.class.getResourceAsStream(name + ".sql")) {
      if (in == null) {
        throw new IllegalStateException("the gate's script " + name + " is missing from the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("the gate's script " + name + " cannot be read", e);
    }
  }
}
