package io.croft.bench;

import io.croft.core.TenantId;
import io.croft.core.TenantScope;
import io.croft.jdbc.BulkLoad;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.postgresql.PGConnection;

/**
 * Bulk loads into the table of events beside plain {@code COPY} of the same rows into the same
 * table without row-level security; commits are awaited, the table is empty before each.
 */
final class Bulk {

  private static final String[] COLUMNS = {"account_id", "amount", "made_at", "note"};
  private static final String COPY =
      "COPY event (tenant_id, account_id, amount, made_at, note) FROM STDIN";

  private static final int MOST_ROUNDS = 5;

  private final Site site;
  private final String rows;
  private final String copied;
  private final List<Object[]> values = new ArrayList<>();

  Bulk(Site site) {
    this.site = site;
    TenantId tenant = site.pool().get(0);
    StringBuilder own = new StringBuilder();
    StringBuilder withTenant = new StringBuilder();
    for (int i = 0; i < site.scale().bulkRows(); i++) {
      Object[] row = {
        1L + i % (site.scale().lines() / 10),
        BigDecimal.valueOf(i % 100_000, 2),
        "2026-01-01 00:00:%02d+00".formatted(i % 60),
        "an event of ordinary length, number " + i
      };
      values.add(row);
      String line = row[0] + "\t" + row[1] + "\t" + row[2] + "\t" + row[3] + "\n";
      own.append(line);
      withTenant.append(tenant).append('\t').append(line);
    }
    rows = own.toString();
    copied = withTenant.toString();
  }

  private interface Load {
    long run() throws SQLException, IOException;
  }

  /** Measures all in turn, after one round that does not count. */
  List<BulkFigures> measure() throws SQLException, IOException {
    DataSource filter = site.baseline(Baseline.FILTER.schema());
    Map<String, Load> loads = new LinkedHashMap<>();
    loads.put("plain COPY, no row-level security", () -> copy(filter));
    loads.put("JDBC batch, no row-level security", () -> batch(filter));
    loads.put("BulkLoad of values, pool", () -> values(site.pool().get(0)));
    loads.put("BulkLoad of COPY's text, pool", () -> text(site.pool().get(0)));
    loads.put("BulkLoad of COPY's text, schema", () -> text(site.ofSchema()));
    loads.put("BulkLoad of COPY's text, database", () -> text(site.ofDatabase()));
    Map<String, List<Double>> seconds = new LinkedHashMap<>();
    int rounds = Math.min(MOST_ROUNDS, site.scale().rounds());
    for (int round = -1; round < rounds; round++) {
      for (Map.Entry<String, Load> load : loads.entrySet()) {
        site.tables().emptyEvents();
        long begun = System.nanoTime();
        long loaded = load.getValue().run();
        double took = (System.nanoTime() - begun) / 1e9;
        requireAll(load.getKey(), loaded);
        requireAll(load.getKey(), site.tables().countEvents());
        if (round >= 0) {
          seconds.computeIfAbsent(load.getKey(), any -> new ArrayList<>()).add(took);
        }
      }
    }
    return figures(seconds);
  }

  private void requireAll(String load, long rows) {
    if (rows != site.scale().bulkRows()) {
      throw new IllegalStateException(
          "%s: %d rows, expected %d".formatted(load, rows, site.scale().bulkRows()));
    }
  }

  private List<BulkFigures> figures(Map<String, List<Double>> seconds) {
    List<Double> copy = seconds.values().iterator().next();
    List<BulkFigures> figures = new ArrayList<>();
    seconds.forEach(
        (name, took) ->
            figures.add(
                new BulkFigures(
                    name,
                    Math.round(site.scale().bulkRows() / Ratio.median(took)),
                    Ratio.of(copy, took))));
    return figures;
  }

  private long copy(DataSource source) throws SQLException, IOException {
    try (Connection connection = source.getConnection()) {
      connection.setAutoCommit(false);
      long loaded =
          connection.unwrap(PGConnection.class).getCopyAPI().copyIn(COPY, new StringReader(copied));
      connection.commit();
      return loaded;
    }
  }

  private long batch(DataSource source) throws SQLException {
    String insert =
        "INSERT INTO event (tenant_id, account_id, amount, made_at, note)"
            + " VALUES (?, ?, ?, ?::timestamptz, ?)";
    try (Connection connection = source.getConnection();
        PreparedStatement statement = connection.prepareStatement(insert)) {
      connection.setAutoCommit(false);
      long loaded = 0;
      for (Object[] row : values) {
        statement.setObject(1, site.pool().get(0).value());
        for (int i = 0; i < row.length; i++) {
          statement.setObject(i + 2, row[i]);
        }
        statement.addBatch();
        if (++loaded % 10_000 == 0) {
          statement.executeBatch();
        }
      }
      statement.executeBatch();
      connection.commit();
      return loaded;
    }
  }

  private long values(TenantId tenant) throws SQLException, IOException {
    return croft(tenant, load -> load.addAll(values));
  }

  private long text(TenantId tenant) throws SQLException, IOException {
    return croft(tenant, load -> load.addCopyText(new StringReader(rows)));
  }

  private interface Feed {
    void into(BulkLoad load) throws SQLException, IOException;
  }

  private long croft(TenantId tenant, Feed feed) throws SQLException, IOException {
    TenantScope.Work<Long, Exception> work =
        () -> {
          try (Connection connection = site.croft().getConnection()) {
            connection.setAutoCommit(false);
            try (BulkLoad load = BulkLoad.into(connection, "event", COLUMNS)) {
              feed.into(load);
              long loaded = load.execute();
              connection.commit();
              return loaded;
            }
          }
        };
    try {
      return TenantScope.call(tenant, work);
    } catch (SQLException | IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
