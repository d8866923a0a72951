package io.croft.attack;

import io.croft.core.Isolation;
import io.croft.core.TenantScope;
import io.croft.jdbc.CroftDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import javax.sql.DataSource;
import org.postgresql.PGProperty;

/**
 * One attack on one ground: opens its connections, tries, and keeps what answered. Everything that
 * it opened is closed with it.
 */
final class Trial implements AutoCloseable {

  private final Ground ground;
  private final Optional<Weakness> weakness;
  private final Answers answers;
  private final Deque<AutoCloseable> open = new ArrayDeque<>();

  Trial(Ground ground, Optional<Weakness> weakness, Answers answers) {
    this.ground = ground;
    this.weakness = weakness;
    this.answers = answers;
  }

  /** Something to be refused. */
  @FunctionalInterface
  interface Action {
    void run() throws SQLException;
  }

  /** Counts what was reached. */
  @FunctionalInterface
  interface Count {
    long take() throws SQLException;
  }

  /** Counts what a statement that was not refused has gained. */
  @FunctionalInterface
  interface Gain {
    /** Being let do it is gain enough. */
    Gain ACCEPTED = connection -> 1;

    long of(Connection connection) throws SQLException;
  }

  Ground ground() {
    return ground;
  }

  Answers answers() {
    return answers;
  }

  Party own() {
    return ground.own();
  }

  Party victim() {
    return ground.victim();
  }

  boolean inPool() {
    return ground.isolation() == Isolation.POOL;
  }

  boolean is(Weakness one) {
    return weakness.filter(one::equals).isPresent();
  }

  /** Returns {@code text} with the names of both parties put in; see {@link Party#fill}. */
  String fill(String text) {
    return Party.fill(text, own(), victim());
  }

  /** Opens a connection as the attacker's login in autocommit, with nobody inside. */
  Connection outside() throws SQLException {
    return outside(own(), Protocol.EXTENDED);
  }

  /** Opens a connection as the party's login in autocommit, with nobody inside. */
  Connection outside(Party party, Protocol protocol) throws SQLException {
    Properties properties = ground.properties(party.home());
    if (is(Weakness.NO_STARTUP_OPTIONS)) {
      properties.remove(PGProperty.OPTIONS.getName());
    }
    PGProperty.PREFER_QUERY_MODE.set(properties, protocol.queryMode());
    return opened(ground.login(party.home(), properties));
  }

  /** Opens a connection with a transaction in which the party is inside. */
  Connection inside(Party party) throws SQLException {
    Connection connection = outside(party, Protocol.EXTENDED);
    begin(connection, party);
    return connection;
  }

  /** Begins a transaction with the party inside, after ending the one that was. */
  void begin(Connection connection, Party party) throws SQLException {
    if (!connection.getAutoCommit()) {
      connection.rollback();
    }
    connection.setAutoCommit(false);
    ground.enter(connection, party, !is(Weakness.NAMED_ENTER));
  }

  /** Returns the router, or the careless one that the control puts in its place. */
  DataSource router() throws SQLException {
    CroftDataSource source =
        opened(
            CroftDataSource.builder(ground.catalog(), ground.secret())
                .applicationName("croft attack")
                .build());
    return weakness.isPresent() ? CarelessRouter.of(weakness.get(), source, this) : source;
  }

  /** Runs {@code action} in the scope of the party. */
  void as(Party party, Action action) throws SQLException {
    TenantScope.run(party.home().tenant(), action::run);
  }

  /** Opens a superuser's connection to the attacker's database; only on a server of its own. */
  Connection admin() throws SQLException {
    return opened(ground.backstage().admin(own().home().database()));
  }

  /** Does as a superuser what was done before objects were protected at birth. */
  void plant(String sql) throws SQLException {
    Connection admin = admin();
    Events.disable(admin);
    Sql.run(admin, sql);
    Events.enable(admin);
  }

  /** Opens a mover's connection to the attacker's database; only on a server of its own. */
  Connection mover() throws SQLException {
    return opened(ground.backstage().mover(own().home().database()));
  }

  <T extends AutoCloseable> T opened(T one) {
    open.push(one);
    return one;
  }

  /** Tries it; a refusal by one of these states holds, and being let do it is through. */
  void mustRefuse(String what, Action action, String... states) {
    try {
      action.run();
      answers.through(what);
    } catch (SQLException e) {
      judge(what, e, states);
    }
  }

  /** Tries it; reaching nothing holds, and so does a refusal by one of these states. */
  void mustReachNothing(String what, Count count, String... states) {
    try {
      long reached = count.take();
      if (reached > 0) {
        answers.through("%s: %d reached".formatted(what, reached));
      } else {
        answers.nothing("nothing reached");
      }
    } catch (SQLException e) {
      judge(what, e, states);
    }
  }

  /**
   * Runs each statement in a transaction of its own with the attacker inside, which is rolled back,
   * over both protocols; each must be refused by one of these states, or its gain must be.
   */
  void eachRefused(List<String> statements, Gain gain, String... states) throws SQLException {
    for (Protocol protocol : Protocol.values()) {
      Connection connection = outside(own(), protocol);
      for (String statement : statements) {
        connection = ready(connection, protocol);
        one(connection, fill(statement), gain, states);
      }
      if (!connection.isClosed()) {
        connection.rollback();
      }
    }
  }

  /** An attempt may leave its session unusable; the next one then begins in another. */
  private Connection ready(Connection connection, Protocol protocol) throws SQLException {
    try {
      begin(connection, own());
      return connection;
    } catch (SQLException spoiled) {
      Connection fresh = outside(own(), protocol);
      begin(fresh, own());
      return fresh;
    }
  }

  private void one(Connection connection, String sql, Gain gain, String... states) {
    try {
      Sql.run(connection, sql);
      if (gain.of(connection) > 0) {
        answers.through(sql);
      } else {
        answers.broken(sql + ": was not refused, and gained nothing");
      }
    } catch (SQLException e) {
      judge(sql, e, states);
    }
  }

  private void judge(String what, SQLException error, String... states) {
    if (Set.of(states).contains(String.valueOf(error.getSQLState()))) {
      answers.refused(error);
    } else {
      answers.broken(what, error);
    }
  }

  @Override
  public void close() {
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (Exception e) {
        answers.broken("closing: " + e.getMessage());
      }
    }
  }
}
