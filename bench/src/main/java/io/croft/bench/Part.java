package io.croft.bench;

import java.io.IOException;
import java.sql.SQLException;

/** One part of the benchmark of the data plane. */
interface Part {

  /** Returns what it measures, in words. */
  String title();

  /** Measures; leaves the site as it was, but for the data source, which it may have reopened. */
  void measure(Findings findings) throws SQLException, IOException, InterruptedException;
}
