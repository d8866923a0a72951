package io.croft.attack;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * The event triggers that protect new objects. They also mend and refuse what a superuser takes
 * away, and are out of the way while another defence is removed.
 */
final class Events {

  private static final String ALTER =
      """
      DO $$
      DECLARE
        known name;
      BEGIN
        FOR known IN SELECT evtname FROM pg_event_trigger WHERE evtname LIKE 'croft\\_%%' LOOP
          EXECUTE format('ALTER EVENT TRIGGER %%I %s', known);
        END LOOP;
      END
      $$
      """;

  private Events() {}

  static void disable(Connection admin) throws SQLException {
    Sql.run(admin, ALTER.formatted("DISABLE"));
  }

  static void enable(Connection admin) throws SQLException {
    Sql.run(admin, ALTER.formatted("ENABLE"));
  }
}
