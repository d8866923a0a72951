package io.croft.gate;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.core.Placement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Puts the gate into PostgreSQL, and brings an older one up to date. Every method wants a
 * connection of an administrator in autocommit or in a transaction of the caller, is idempotent,
 * and does its work in one transaction.
 *
 * <p>The administrator is a superuser, or else a role with CREATEROLE that owns the database. What
 * the latter may not do is left out, and listed by {@link GateStatus}.
 */
public final class Gate {

  /** The version of the gate that this library ships and its data sources speak to. */
  public static final int VERSION = 3;

  private static final String BEST_REGISTER =
      """
      SELECT CASE WHEN has_parameter_privilege('croft_owner', 'backtrace_functions', 'SET')
        THEN 'parameter' ELSE 'sequences' END
      """;

  private static final String NOTE_VERSION =
      """
      INSERT INTO croft.installation (version, register) VALUES (?, ?)
      ON CONFLICT (one) DO UPDATE
      SET version = excluded.version, register = excluded.register, changed_at = clock_timestamp()
      """;

  private static final String PUT_KEY =
      """
      INSERT INTO croft.seal_key (kid, inner_pad, outer_pad, not_after)
      VALUES (?, ?, ?, 'infinity')
      ON CONFLICT (kid) DO UPDATE
      SET inner_pad = excluded.inner_pad, outer_pad = excluded.outer_pad, not_after = excluded.not_after
      """;

  private static final String END_OTHER_KEYS =
      """
      UPDATE croft.seal_key
      SET not_after = least(not_after, clock_timestamp() + make_interval(secs => ?))
      WHERE kid <> ?
      """;

  private static final String FIND_UNPROTECTABLE =
      "SELECT code, object, problem FROM croft.find_unprotectable(?) ORDER BY code, object";

  private static final String ADD_CANARY = "SELECT croft.add_canary(?)";

  private static final String COPY_SHARED = "SELECT croft.copy_shared(?, ?)";

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
          GateScripts.run(admin, GateScripts.read("roles"));
          Logins.setPassword(admin, Placement.POOL_LOGIN, poolPassword);
          Logins.setPassword(admin, MoverGate.LOGIN, moverPassword);
        });
  }

  /**
   * The schema {@code croft} in the connected database, and least privilege around it: made, or
   * brought from an older version to this one. The register takes the best form that the server
   * allows.
   *
   * @throws CroftException {@code gate-newer} when a newer version is installed
   */
  public static void install(Connection admin) throws SQLException {
    Transactions.run(admin, () -> install(admin, bestRegister(admin)));
  }

  /** The same with the register in this form. */
  public static void install(Connection admin, Register register) throws SQLException {
    Transactions.run(
        admin,
        () -> {
          Optional<Integer> installed = GateStatus.version(admin);
          installed.ifPresent(Gate::refuseNewer);
          GateScripts.run(admin, "SET LOCAL search_path = pg_catalog, pg_temp");
          for (String name : GateScripts.ofDatabase(register)) {
            GateScripts.run(admin, GateScripts.read(name));
          }
          noteVersion(admin, register);
          for (int step = installed.orElse(VERSION) + 1; step <= VERSION; step++) {
            GateScripts.run(admin, GateScripts.read("upgrade_" + step));
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
   * Adds a new seal key to the connected database and lets the others end. Until then seals of old
   * and new keys are good; afterwards a router whose key has ended is told the new one.
   *
   * @param secret from which the keys of the database are derived
   * @param grace how long the others stay good
   * @return the id of the new key
   */
  public static int rotateSealKey(
      Connection admin, ApplicationSecret secret, String server, String database, Duration grace)
      throws SQLException {
    int[] kid = new int[1];
    Transactions.run(
        admin,
        () -> {
          kid[0] = newestKey(admin) + 1;
          putSealKey(admin, kid[0], secret.sealKey(server, database, kid[0]));
          try (PreparedStatement end = admin.prepareStatement(END_OTHER_KEYS)) {
            end.setDouble(1, grace.toMillis() / 1e3);
            end.setInt(2, kid[0]);
            end.executeUpdate();
          }
        });
    return kid[0];
  }

  private static int newestKey(Connection admin) throws SQLException {
    GateScripts.run(admin, "LOCK TABLE croft.seal_key IN SHARE ROW EXCLUSIVE MODE");
    try (Statement query = admin.createStatement();
        ResultSet row = query.executeQuery("SELECT coalesce(max(kid), 0) FROM croft.seal_key")) {
      row.next();
      return row.getInt(1);
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

  /** Makes the table {@code croft_canary} in {@code schema}; nothing happens when it is there. */
  public static void addCanary(Connection admin, String schema) throws SQLException {
    try (PreparedStatement add = admin.prepareStatement(ADD_CANARY)) {
      add.setString(1, schema);
      add.execute();
    }
  }

  /** Copies the rows of the tables that belong to no tenant into a schema of the same database. */
  public static void copyShared(Connection admin, String from, String to) throws SQLException {
    try (PreparedStatement copy = admin.prepareStatement(COPY_SHARED)) {
      copy.setString(1, from);
      copy.setString(2, to);
      copy.execute();
    }
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

  private static Register bestRegister(Connection admin) throws SQLException {
    try (Statement query = admin.createStatement();
        ResultSet row = query.executeQuery(BEST_REGISTER)) {
      row.next();
      return Register.of(row.getString(1));
    }
  }

  private static void noteVersion(Connection admin, Register register) throws SQLException {
    try (PreparedStatement note = admin.prepareStatement(NOTE_VERSION)) {
      note.setInt(1, VERSION);
      note.setString(2, register.word());
      note.executeUpdate();
    }
  }

  private static void refuseNewer(int installed) {
    if (installed > VERSION) {
      throw new CroftException(
          ErrorCode.GATE_NEWER,
          "the gate has version %d, this library brings version %d".formatted(installed, VERSION),
          "use the newer Croft; a gate is not taken back");
    }
  }
}
