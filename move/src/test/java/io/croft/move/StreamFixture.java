package io.croft.move;

import static io.croft.testbed.TestFleet.EU;
import static org.assertj.core.api.Assertions.assertThat;

import io.croft.core.Isolation;
import io.croft.core.Placement;
import io.croft.core.TenantId;
import io.croft.testbed.TestFleet;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.postgresql.replication.LogSequenceNumber;

/** A schema of tables of its own, a publication of them and a slot; all gone with it. */
final class StreamFixture implements AutoCloseable {

  static final Duration PATIENCE = Duration.ofSeconds(20);

  final TestFleet fleet = TestFleet.shared();
  final MoverAccess access = new CatalogAccess(fleet.catalog(), fleet.secret());
  final Placement home =
      Placement.of(TenantId.of(UUID.randomUUID().toString()), Isolation.POOL, EU, 1);
  final String name = "stream_" + home.tenant().hex();
  final Connection superuser;

  StreamFixture() throws SQLException {
    superuser = fleet.superuser(home);
    execute("CREATE SCHEMA " + name);
    execute("SET search_path = " + name);
  }

  void execute(String sql) throws SQLException {
    try (Statement statement = superuser.createStatement()) {
      statement.execute(sql);
    }
  }

  String value(String sql) throws SQLException {
    try (Statement statement = superuser.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }

  /** Publishes what {@code tables} says, and opens a stream that begins now. */
  ChangeStream publish(String tables) throws SQLException {
    execute("CREATE PUBLICATION %s FOR TABLE %s".formatted(name, tables));
    ReplicationSlots.create(access, home, name, PATIENCE);
    return open();
  }

  ChangeStream open() {
    return open(access, PATIENCE);
  }

  ChangeStream open(MoverAccess by, Duration silence) {
    return ChangeStream.open(by, home, name, name, LogSequenceNumber.INVALID_LSN, silence);
  }

  /** Reads up to the end of the next transaction; its messages as text. */
  static List<String> transaction(ChangeStream stream) {
    List<String> said = new ArrayList<>();
    while (true) {
      Change change = stream.next(PATIENCE);
      assertThat(change).as("after " + said).isNotNull();
      if (change instanceof Change.Commit) {
        return said;
      }
      if (!(change instanceof Change.Begin)) {
        said.add(text(change));
      }
    }
  }

  private static String text(Change change) {
    if (change instanceof Change.Insert insert) {
      return "insert " + insert.relation().table() + text(insert.row());
    } else if (change instanceof Change.Update update) {
      Row before = update.before();
      return "update " + (before == null ? "" : text(before) + " to ") + text(update.after());
    } else if (change instanceof Change.Delete delete) {
      return "delete " + text(delete.before());
    } else if (change instanceof Change.Truncate truncate) {
      return "truncate " + truncate.relations().stream().map(Relation::table).toList();
    } else if (change instanceof Change.Described described) {
      return "table "
          + described.relation().table()
          + described.relation().columns().stream()
              .map(column -> column.name() + (column.key() ? "*" : ""))
              .toList();
    }
    return change.toString();
  }

  static String text(Row row) {
    return IntStream.range(0, row.size())
        .mapToObj(i -> row.isUnchanged(i) ? "unchanged" : String.valueOf(row.text(i)))
        .collect(Collectors.joining(",", "(", ")"));
  }

  @Override
  public void close() throws SQLException {
    ReplicationSlots.drop(access, home, name);
    try (superuser) {
      execute("DROP PUBLICATION IF EXISTS " + name);
      execute("DROP SCHEMA " + name + " CASCADE");
    }
  }
}
