package io.croft.bench;

import io.croft.core.TenantId;
import io.croft.move.MoveMode;
import io.croft.move.MoveStep;
import java.sql.SQLException;

/** What somebody else does while a tenant moves. */
interface Disturbance {

  /** Nothing. */
  Disturbance NONE =
      new Disturbance() {
        @Override
        public String text() {
          return "";
        }

        @Override
        public void done(MoveStep step, String detail) {
          // Nobody else is there.
        }
      };

  /** Returns what is done, as a sentence; empty for nothing. */
  String text();

  /** A tenant is about to move. */
  default void before(TenantId tenant, MoveMode mode) throws SQLException {}

  /** A step of the move was done, which goes on when this returns. */
  void done(MoveStep step, String detail);

  /** The move has ended. */
  default void after() throws SQLException, InterruptedException {}

  /** No move follows. */
  default void ended() throws SQLException {}
}
