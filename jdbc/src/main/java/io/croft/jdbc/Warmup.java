package io.croft.jdbc;

import io.croft.core.Access;
import io.croft.core.Isolation;
import io.croft.core.Placement;
import io.croft.gate.ApplicationSecret;
import io.croft.gate.Sealer;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.jdbc.PgConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a new session load what its first transaction would have to load: the gate, and the
 * definitions, policies and guards of the tables. The home need not be open, and no row is read or
 * written. Whatever of it fails, the session is none the worse.
 */
final class Warmup {

  private static final Logger LOG = LoggerFactory.getLogger(Warmup.class);

  /**
   * Touches the tables, 100 at most, in subtransactions that are always rolled back. A table is not
   * written to where that would call a trigger or a rule of the application.
   */
  private static final String TOUCH =
      """
      DO $touch$
      DECLARE
        one record;
      BEGIN
        FOR one IN
          SELECT c.oid::regclass AS name,
                 pg_catalog.has_table_privilege(c.oid, 'DELETE') AND NOT c.relhasrules
                 AND NOT EXISTS (
                   SELECT FROM pg_catalog.pg_trigger g
                   WHERE g.tgrelid = c.oid AND NOT g.tgisinternal AND g.tgname <> 'croft_guard'
                     AND g.tgtype & 1 = 0) AS writable
          FROM pg_catalog.pg_class c
          WHERE c.relnamespace = pg_catalog.to_regnamespace('%s')
            AND c.relkind IN ('r', 'p') AND NOT c.relispartition
            AND pg_catalog.has_table_privilege(c.oid, 'SELECT')
          LIMIT 100
        LOOP
          BEGIN
            EXECUTE pg_catalog.format('SELECT FROM %%s WHERE false', one.name);
            IF one.writable THEN
              EXECUTE pg_catalog.format('DELETE FROM %%s WHERE false', one.name);
            END IF;
            RAISE EXCEPTION 'touched';
          EXCEPTION WHEN OTHERS THEN
          END;
        END LOOP;
      END
      $touch$
      """;

  private final Sealer sealer;

  Warmup(ApplicationSecret secret) {
    this.sealer = new Sealer(secret);
  }

  void run(PgConnection pg, Placement home, Access access) {
    enter(pg, home, access);
    try (Statement statement = pg.createStatement()) {
      // The names of schemas are ours: letters, digits and underscores.
      statement.execute(TOUCH.formatted(home.schema()));
    } catch (SQLException e) {
      LOG.debug("the tables of {} cannot be touched: {}", home.login(), e.getMessage());
    }
  }

  private void enter(PgConnection pg, Placement home, Access access) {
    try {
      if (home.isolation() == Isolation.POOL) {
        GateCalls.enter(pg, sealer.seal(home, pg.getBackendPID(), access));
      } else {
        GateCalls.join(pg);
      }
    } catch (SQLException e) {
      LOG.debug("{} cannot be entered yet: {}", home.login(), e.getMessage());
    }
  }
}
