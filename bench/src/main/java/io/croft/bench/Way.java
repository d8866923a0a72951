package io.croft.bench;

import java.sql.SQLException;
import java.util.OptionalInt;

/** One way to reach a tenant's rows. Used by one thread. */
interface Way {

  /** Returns by what name reports and goals speak of it. */
  String name();

  /** Returns true when it can do that, and is meant to be measured with it. */
  boolean takes(Workload workload);

  /**
   * Runs one transaction of the next tenant; ends the run when its rows are not as they must be.
   */
  void run(Workload workload) throws SQLException;

  /**
   * Returns the process of the server that serves its next transaction, and must not change during
   * a sample; empty when several do.
   */
  OptionalInt backend() throws SQLException;
}
