package io.croft.attack;

import io.croft.catalog.Catalog;
import io.croft.core.Isolation;
import io.croft.core.Placement;
import io.croft.gate.ApplicationSecret;
import io.croft.gate.Sealer;
import io.croft.jdbc.StartupOptions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.postgresql.PGProperty;
import org.postgresql.PGStatement;

/**
 * Where attacks of one isolation are tried: an attacker and a victim with homes of that isolation
 * on one server, and the ways to reach them. Not thread-safe.
 */
final class Ground implements AutoCloseable {

  private static final String CLEAR = "DELETE FROM croft_canary WHERE tenant_id = ?";
  private static final String ADD = "INSERT INTO croft_canary (id, mark) VALUES (?, ?)";
  private static final String READ =
      "SELECT mark FROM croft_canary WHERE tenant_id = ? ORDER BY id";
  private static final int TIMEOUT_SECONDS = 30;

  private final Isolation isolation;
  private final Party own;
  private final Party victim;
  private final Door door;
  private final Catalog catalog;
  private final ApplicationSecret secret;
  private final Optional<Backstage> backstage;
  private final Map<Party, Connection> kept = new HashMap<>();

  Ground(
      Placement attacker,
      Placement victim,
      Door door,
      Catalog catalog,
      ApplicationSecret secret,
      Optional<Backstage> backstage) {
    this.isolation = attacker.isolation();
    this.own = Party.attacker(attacker);
    this.victim = Party.victim(victim);
    this.door = door;
    this.catalog = catalog;
    this.secret = secret;
    this.backstage = backstage;
  }

  Isolation isolation() {
    return isolation;
  }

  Party own() {
    return own;
  }

  Party victim() {
    return victim;
  }

  Door door() {
    return door;
  }

  /** Returns what the router learns placements from. */
  Catalog catalog() {
    return catalog;
  }

  ApplicationSecret secret() {
    return secret;
  }

  /** Returns the superuser's ways; only on a server of its own. */
  Backstage backstage() {
    return backstage.orElseThrow(
        () -> new IllegalStateException("a superuser is wanted where only a tenant may be"));
  }

  /** Returns the driver's properties with which production reaches {@code home}. */
  Properties properties(Placement home) {
    Properties properties = new Properties();
    PGProperty.USER.set(properties, home.login());
    PGProperty.PASSWORD.set(properties, secret.loginPassword(home.server(), home.login()));
    PGProperty.OPTIONS.set(properties, StartupOptions.of(home.schema()));
    PGProperty.APPLICATION_NAME.set(properties, "croft attack");
    PGProperty.CONNECT_TIMEOUT.set(properties, TIMEOUT_SECONDS);
    PGProperty.SOCKET_TIMEOUT.set(properties, TIMEOUT_SECONDS);
    return properties;
  }

  /** Opens a connection as the login of {@code home}, in autocommit, with nobody inside. */
  Connection login(Placement home, Properties properties) throws SQLException {
    return door.open(home.server(), home.database(), properties);
  }

  /** Lets the party enter the connection's transaction, as the router does it. */
  void enter(Connection connection, Party party, boolean unnamed) throws SQLException {
    if (isolation != Isolation.POOL) {
      Sql.call(connection, "SELECT croft.join()");
      return;
    }
    try (PreparedStatement enter = connection.prepareStatement("SELECT croft.enter(?)")) {
      enter.unwrap(PGStatement.class).setPrepareThreshold(unnamed ? 0 : 1);
      enter.setBytes(1, seal(party, connection));
      enter.execute();
    }
  }

  /** Returns a genuine seal of the party for this connection. */
  byte[] seal(Party party, Connection connection) throws SQLException {
    int pid = door.bindsBackends() ? Sql.pid(connection) : 0;
    return new Sealer(secret).seal(party.home(), pid);
  }

  /** Gives both parties their rows and nothing else in {@code croft_canary}. */
  void seed() throws SQLException {
    seed(own);
    seed(victim);
  }

  private void seed(Party party) throws SQLException {
    Connection connection = entered(party);
    Sql.call(connection, CLEAR, party.home().tenant().value());
    for (int i = 0; i < party.ids().size(); i++) {
      Sql.call(connection, ADD, party.ids().get(i), party.marks().get(i));
    }
    connection.commit();
  }

  /** Tells whether the victim still has its rows and no others. */
  boolean isIntact() throws SQLException {
    Connection connection = entered(victim);
    boolean intact =
        Sql.column(connection, READ, victim.home().tenant().value()).equals(victim.marks());
    connection.commit();
    return intact;
  }

  /** One connection of each party is kept from attack to attack, apart from those of attacks. */
  private Connection entered(Party party) throws SQLException {
    Connection connection = kept.get(party);
    if (connection == null || connection.isClosed()) {
      connection = login(party.home(), properties(party.home()));
      connection.setAutoCommit(false);
      kept.put(party, connection);
    } else {
      connection.rollback();
    }
    enter(connection, party, true);
    return connection;
  }

  @Override
  public void close() throws SQLException {
    for (Connection connection : kept.values()) {
      connection.close();
    }
    kept.clear();
  }
}
