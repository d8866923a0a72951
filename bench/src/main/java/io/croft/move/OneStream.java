package io.croft.move;

import io.croft.catalog.ControlCatalog;
import io.croft.core.Isolation;
import io.croft.core.Placement;
import io.croft.gate.MasterSecret;
import io.croft.home.Homes;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.replication.LogSequenceNumber;

/**
 * Parts of a move of one tenant, each by itself and on one connection, so that their rates can be
 * told. Nobody else may use the tenant meanwhile. For one thread.
 */
public final class OneStream {

  private static final long TOKEN = 1;
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final ControlCatalog catalog;
  private final MoverAccess access;
  private final Homes homes;
  private final Placement home;

  /**
   * @param home where the tenant lives
   */
  public OneStream(ControlCatalog catalog, MasterSecret secret, Homes homes, Placement home) {
    this.catalog = catalog;
    this.access = new CatalogAccess(catalog, secret);
    this.homes = homes;
    this.home = home;
  }

  /**
   * How many rows something took how long for.
   *
   * @param nanos how long
   */
  public record Pace(long rows, long nanos) {

    /** Returns rows in a second. */
    public double perSecond() {
      return rows * 1e9 / nanos;
    }
  }

  /** What is written between the beginning of a slot and reading from it. */
  public interface Writing {

    /** Writes so many rows as are to be read. */
    void write() throws SQLException;
  }

  /** Copies all rows into a new home on that server in one transaction, and drops that home. */
  public Pace copy(Isolation isolation, String server) throws SQLException {
    Placement to = Placement.of(home.tenant(), isolation, server, catalog.nextEpoch(home.tenant()));
    homes.createPreparing(to, TOKEN, new byte[32]);
    try (Connection source = MoverSession.open(access, home);
        Connection target = MoverSession.open(access, to)) {
      List<TableShape> tables = TableShapes.read(source, home.schema());
      long begun = System.nanoTime();
      TargetTransaction.begin(target, to, TOKEN);
      long rows = TableCopy.copy(source, home, target, to, tables, new ProgressMeter());
      target.commit();
      long ended = System.nanoTime();
      TargetTransaction.end(target);
      HomeRows.remove(target, to, TOKEN);
      return new Pace(rows, ended - begun);
    } finally {
      homes.drop(to);
    }
  }

  /** Hashes all rows of the home, as both sides of a comparison do. */
  public Pace verify() throws SQLException {
    try (Connection source = MoverSession.open(access, home)) {
      List<TableShape> tables = TableShapes.read(source, home.schema());
      long begun = System.nanoTime();
      long rows = HomeHash.of(source, home, tables).rows();
      return new Pace(rows, System.nanoTime() - begun);
    }
  }

  /**
   * Reads the changes that {@code writing} makes, from the first row to the last, and does nothing
   * with them.
   */
  public Pace decode(long rows, Writing writing) throws SQLException {
    String name = "croft_bench_" + home.tenant().hex();
    homes.publish(home, name);
    try {
      ReplicationSlots.create(access, home, name, PATIENCE);
      try {
        writing.write();
        return read(name, rows);
      } finally {
        ReplicationSlots.drop(access, home, name);
      }
    } finally {
      homes.unpublish(home, name);
    }
  }

  private Pace read(String name, long rows) {
    try (ChangeStream stream =
        ChangeStream.open(
            access, home, name, name, LogSequenceNumber.INVALID_LSN, Duration.ofMinutes(2))) {
      long first = 0;
      long seen = 0;
      while (seen < rows) {
        @Nullable Change change = stream.next(PATIENCE);
        if (change == null) {
          throw new IllegalStateException("%d of %d rows came".formatted(seen, rows));
        }
        if (change instanceof Change.Insert) {
          first = seen++ == 0 ? System.nanoTime() : first;
        }
      }
      return new Pace(rows, System.nanoTime() - first);
    }
  }
}
