package io.croft.gate;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How the gate stands in one database.
 *
 * @param version what is installed; empty when there is no gate, 1 before versions were noted
 * @param register where the tenant of a transaction is remembered; empty when it is not noted
 * @param shortfalls what this server withholds from the gate
 * @param drift what differs from the shipped scripts; empty when the version is another
 */
public record GateStatus(
    Optional<Integer> version,
    Optional<Register> register,
    List<Shortfall> shortfalls,
    List<Drift> drift) {

  /** The version before versions were noted. */
  static final int FIRST = 1;

  private static final String HAS_GATE = "SELECT to_regclass('croft.gate') IS NOT NULL";

  private static final String NOTES_VERSION =
      "SELECT to_regclass('croft.installation') IS NOT NULL";

  private static final String INSTALLATION = "SELECT version, register FROM croft.installation";

  private static final String SHORTFALLS =
      "SELECT code, found, consequence FROM croft.shortfalls() ORDER BY code, found";

  public GateStatus {
    shortfalls = List.copyOf(shortfalls);
    drift = List.copyOf(drift);
  }

  /**
   * A defence or an ability that the server withholds, for want of a superuser.
   *
   * @param code stable, kebab-case
   * @param found what is so
   * @param consequence what follows for tenants or operators
   */
  public record Shortfall(String code, String found, String consequence) {}

  /**
   * An object of the schema {@code croft} that is not as shipped.
   *
   * @param object the function with its argument types, or the table or sequence
   * @param difference {@code missing}, {@code foreign}, or {@code altered:} and the altered facts
   * @param mend statements for a superuser that give it back as shipped; only for functions
   */
  public record Drift(String object, String difference, Optional<String> mend) {}

  /** Returns whether the gate is installed in the version that this library ships. */
  public boolean current() {
    return version.isPresent() && version.get() == Gate.VERSION;
  }

  /**
   * Reads the status of the connected database, in a transaction that is rolled back. Wants an
   * administrator in autocommit; locks nothing that others use.
   */
  public static GateStatus read(Connection admin) throws SQLException {
    Optional<Integer> version = version(admin);
    Optional<Register> register = register(admin);
    boolean current = version.isPresent() && version.get() == Gate.VERSION;
    return new GateStatus(
        version,
        register,
        current ? shortfalls(admin) : List.of(),
        current ? Canon.drift(admin, register.orElseThrow()) : List.of());
  }

  /** Returns the installed version alone, empty when there is no gate. */
  public static Optional<Integer> version(Connection admin) throws SQLException {
    if (holds(admin, NOTES_VERSION)) {
      try (Statement query = admin.createStatement();
          ResultSet row = query.executeQuery(INSTALLATION)) {
        if (row.next()) {
          return Optional.of(row.getInt(1));
        }
      }
    }
    return holds(admin, HAS_GATE) ? Optional.of(FIRST) : Optional.empty();
  }

  private static Optional<Register> register(Connection admin) throws SQLException {
    if (!holds(admin, NOTES_VERSION)) {
      return Optional.empty();
    }
    try (Statement query = admin.createStatement();
        ResultSet row = query.executeQuery(INSTALLATION)) {
      return row.next() ? Optional.of(Register.of(row.getString(2))) : Optional.empty();
    }
  }

  private static List<Shortfall> shortfalls(Connection admin) throws SQLException {
    try (Statement query = admin.createStatement();
        ResultSet row = query.executeQuery(SHORTFALLS)) {
      Stream.Builder<Shortfall> found = Stream.builder();
      while (row.next()) {
        found.add(new Shortfall(row.getString(1), row.getString(2), row.getString(3)));
      }
      return found.build().toList();
    }
  }

  private static boolean holds(Connection admin, String question) throws SQLException {
    try (Statement query = admin.createStatement();
        ResultSet row = query.executeQuery(question)) {
      return row.next() && row.getBoolean(1);
    }
  }
}
