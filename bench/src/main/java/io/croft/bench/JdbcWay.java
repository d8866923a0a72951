package io.croft.bench;

import io.croft.core.TenantId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGStatement;

/**
 * A way through a data source. Every transaction takes a connection from it and gives it back, as
 * applications do.
 */
final class JdbcWay implements Way {

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
  private Binding binding = Binding.NONE;
  private UnaryOperator<String> dialect = sql -> sql;
  private boolean byHand;
  private boolean ownKeys;
  private boolean oneBackend = true;
  private int lines;
  private Predicate<Workload> only = any -> true;
  private int turns;

  JdbcWay(String name, Site site, DataSource source, Flights flights, List<TenantId> tenants) {
    this.name = name;
    this.site = site;
    this.source = source;
    this.flights = flights;
    this.tenants = tenants;
    this.lines = site.scale().lines();
  }

  /** Says who the tenant is by a statement of its own. */
  JdbcWay with(Context wanted) {
    context = wanted;
    return this;
  }

  /** Names the tenant in every statement. */
  JdbcWay byHand() {
    byHand = true;
    return this;
  }

  /** Binds the tenant to the running code, as Croft wants it. */
  JdbcWay scoped() {
    return bound(Binding.SCOPE);
  }

  /** Binds the tenant to the running code. */
  JdbcWay bound(Binding how) {
    binding = how;
    return this;
  }

  /** Writes the same statements in other words. */
  JdbcWay dialect(UnaryOperator<String> words) {
    dialect = words;
    return this;
  }

  /** Each tenant has tables of its own, whose keys begin anew. */
  JdbcWay ownKeys() {
    ownKeys = true;
    return this;
  }

  /** Uses more than one process of the server, so that CPU cannot be measured. */
  JdbcWay manyBackends() {
    oneBackend = false;
    return this;
  }

  /** Each tenant has so many lines, not as many as the site's scale says. */
  JdbcWay lines(int number) {
    lines = number;
    return this;
  }

  /** Is used for these workloads only. */
  JdbcWay only(Predicate<Workload> which) {
    only = which;
    return this;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean takes(Workload workload) {
    return (flights != Flights.ONE || workload.single()) && only.test(workload);
  }

  @Override
  public void run(Workload workload) throws SQLException {
    int number = turns++ % tenants.size();
    Turn turn = new Turn(ownKeys ? 0 : number, tenants.get(number), random);
    long rows = binding.call(turn.tenant(), () -> transaction(workload, turn));
    workload.require(name, rows, lines);
  }

  @Override
  public OptionalInt backend() throws SQLException {
    if (!oneBackend) {
      return OptionalInt.empty();
    }
    TenantId tenant = tenants.get(turns % tenants.size());
    return OptionalInt.of((int) binding.call(tenant, this::askBackend));
  }

  private long askBackend() throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT pg_backend_pid()")) {
      row.next();
      return row.getLong(1);
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
      workload.bind(both, 2, turn, lines);
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
    String sql = dialect.apply(workload.sql(byHand));
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
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
    int next = workload.bind(statement, 1, turn, lines);
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
