package io.croft.bench;

import io.croft.core.TenantId;
import io.croft.core.TenantScope;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGStatement;

/**
 * One way to reach a tenant's rows. Every transaction takes a connection from the way's data source
 * and gives it back, as applications do.
 */
final class Way {

  /** How a transaction is sent. */
  enum Flights {
    /** One statement without a block; more than one in a transaction. */
    AUTOCOMMIT,
    /** BEGIN, statements, COMMIT, as the driver sends them. */
    TRANSACTION,
    /** Context and statement together, in an implicit transaction. */
    ONE
  }

  private final String name;
  private final Site site;
  private final DataSource source;
  private final Flights flights;
  private final List<TenantId> tenants;
  private final SplittableRandom random = new SplittableRandom(42);
  private @Nullable Context context;
  private boolean byHand;
  private boolean scoped;
  private Predicate<Workload> only = any -> true;
  private int turns;

  Way(String name, Site site, DataSource source, Flights flights, List<TenantId> tenants) {
    this.name = name;
    this.site = site;
    this.source = source;
    this.flights = flights;
    this.tenants = tenants;
  }

  /** Says who the tenant is by a statement of its own. */
  Way with(Context wanted) {
    context = wanted;
    return this;
  }

  /** Names the tenant in every statement. */
  Way byHand() {
    byHand = true;
    return this;
  }

  /** Binds the tenant to the running code. */
  Way scoped() {
    scoped = true;
    return this;
  }

  /** Is used for these workloads only. */
  Way only(Predicate<Workload> which) {
    only = which;
    return this;
  }

  String name() {
    return name;
  }

  boolean takes(Workload workload) {
    return (flights != Flights.ONE || workload.single()) && only.test(workload);
  }

  /** Runs one transaction of the next tenant. */
  void run(Workload workload) throws SQLException {
    int number = turns++ % tenants.size();
    Turn turn = new Turn(number, tenants.get(number), random);
    long rows =
        scoped
            ? TenantScope.call(turn.tenant(), () -> transaction(workload, turn))
            : transaction(workload, turn);
    long expected = workload.expected(site.scale().lines());
    if (rows != expected) {
      throw new IllegalStateException(
          "%s, %s: %d rows, expected %d".formatted(name, workload.title(), rows, expected));
    }
  }

  /** Returns the process of the server that serves this way's next transaction. */
  int backend() throws SQLException {
    TenantId tenant = tenants.get(turns % tenants.size());
    return scoped ? TenantScope.call(tenant, this::askBackend) : askBackend();
  }

  private int askBackend() throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT pg_backend_pid()")) {
      row.next();
      return row.getInt(1);
    }
  }

  private long transaction(Workload workload, Turn turn) throws SQLException {
    try (Connection connection = source.getConnection()) {
      if (flights == Flights.ONE) {
        return inOneFlight(connection, workload, turn);
      }
      boolean inBlock = flights == Flights.TRANSACTION || !workload.single();
      if (inBlock) {
        connection.setAutoCommit(false);
      }
      if (context != null) {
        enter(connection, context, turn.tenant());
      }
      long rows = workload.isBatch() ? batch(connection, workload, turn) : 0;
      for (int i = 0; !workload.isBatch() && i < workload.statements(); i++) {
        rows += statement(connection, workload, turn);
      }
      if (inBlock) {
        connection.commit();
      }
      return rows;
    }
  }

  private void enter(Connection connection, Context wanted, TenantId tenant) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(wanted.sql())) {
      name(statement, wanted);
      wanted.bind(statement, tenant, site);
      statement.execute();
    }
  }

  /** A seal travels in an unnamed statement, which nobody could have replaced. */
  private static void name(PreparedStatement statement, Context context) throws SQLException {
    if (context == Context.ENTER) {
      statement.unwrap(PGStatement.class).setPrepareThreshold(0);
    }
  }

  private long inOneFlight(Connection connection, Workload workload, Turn turn)
      throws SQLException {
    Context before = Objects.requireNonNull(context);
    try (PreparedStatement both =
        connection.prepareStatement(before.sql() + "; " + workload.sql(false))) {
      name(both, before);
      before.bind(both, turn.tenant(), site);
      workload.bind(both, 2, turn, site.scale().lines());
      both.execute();
      both.getMoreResults();
      if (workload.writes()) {
        return both.getUpdateCount();
      }
      try (ResultSet rows = both.getResultSet()) {
        return count(rows, workload);
      }
    }
  }

  private long statement(Connection connection, Workload workload, Turn turn) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(workload.sql(byHand))) {
      bind(statement, workload, turn);
      if (workload.writes()) {
        return statement.executeUpdate();
      }
      try (ResultSet rows = statement.executeQuery()) {
        return count(rows, workload);
      }
    }
  }

  private long batch(Connection connection, Workload workload, Turn turn) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(workload.sql(byHand))) {
      for (int i = 0; i < workload.statements(); i++) {
        bind(statement, workload, turn);
        statement.addBatch();
      }
      long rows = 0;
      for (int one : statement.executeBatch()) {
        rows += one;
      }
      return rows;
    }
  }

  private void bind(PreparedStatement statement, Workload workload, Turn turn) throws SQLException {
    int next = workload.bind(statement, 1, turn, site.scale().lines());
    for (int i = 0; byHand && i < workload.filters(); i++) {
      statement.setObject(next + i, turn.tenant().value());
    }
  }

  private static long count(ResultSet rows, Workload workload) throws SQLException {
    long count = 0;
    while (rows.next()) {
      count += workload.counts() ? rows.getLong(1) : 1;
      if (!workload.counts() && rows.getObject(1) == null) {
        throw new IllegalStateException("a row without a value: " + workload.title());
      }
    }
    return count;
  }
}
