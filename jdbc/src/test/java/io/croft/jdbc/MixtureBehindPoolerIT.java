package io.croft.jdbc;

import io.croft.catalog.Endpoint;
import io.croft.tools.Needs;
import io.croft.tools.PgBouncer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Behind a pooler that has one connection for each login. */
@Needs("pgbouncer")
final class MixtureBehindPoolerIT extends MixtureContract {

  private static PgBouncer bouncer;

  @BeforeAll
  static void startPooler() {
    bouncer = Bouncers.before("one").start();
  }

  @AfterAll
  static void stopPooler() {
    bouncer.close();
  }

  @Override
  Pooler pooler() {
    return Pooler.TRANSACTION;
  }

  @Override
  Endpoint way() {
    return Bouncers.endpoint(bouncer, "one", 20);
  }
}
