package io.croft.bench;

import io.croft.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.HdrHistogram.Histogram;

/**
 * What this machine gives without any tenancy, beside which absolute figures are read; median
 * microseconds.
 *
 * @param connect a new connection, with log-in
 * @param select {@code SELECT 1} in autocommit, one round trip
 * @param commit one row inserted and awaited on the disk
 * @param fsync a block of 8 KB written and forced to the server's disk, by this process
 */
record Calibration(double connect, double select, double commit, double fsync) {

  private static final int BLOCK = 8_192;

  private interface Step {
    void run() throws SQLException, IOException;
  }

  /**
   * Measures in a database of {@code server}, where it leaves a small table.
   *
   * @param often how often a commit is repeated; all else in proportion
   */
  static Calibration of(EmbeddedPostgres server, String database, int often)
      throws SQLException, IOException {
    try (Connection connection = server.connect(database);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE IF NOT EXISTS public.calibration (n integer)");
      return new Calibration(
          median(often / 4, () -> server.connect(database).close()),
          median(often * 10, () -> statement.executeQuery("SELECT 1").close()),
          median(often, () -> statement.execute("INSERT INTO public.calibration VALUES (1)")),
          fsync(server.dataDirectory().resolve("calibration"), often));
    }
  }

  private static double fsync(Path file, int often) throws SQLException, IOException {
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE)) {
      return median(
          often,
          () -> {
            channel.write(ByteBuffer.allocate(BLOCK), 0);
            channel.force(false);
          });
    }
  }

  private static double median(int often, Step step) throws SQLException, IOException {
    Histogram latencies = new Histogram(3);
    for (int i = 0; i < often; i++) {
      long begun = System.nanoTime();
      step.run();
      latencies.recordValue(System.nanoTime() - begun);
    }
    return latencies.getValueAtPercentile(50) / 1_000.0;
  }
}
