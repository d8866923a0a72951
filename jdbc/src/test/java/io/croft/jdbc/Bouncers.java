package io.croft.jdbc;

import io.croft.catalog.Endpoint;
import io.croft.embedded.EmbeddedPostgres;
import io.croft.tools.PgBouncer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** PgBouncers before the servers of {@link Cluster}, which know every login, also later ones. */
final class Bouncers {

  private static final int POOL_SIZE = 10;

  private static final String LOOKUP =
      "SELECT rolname, rolpassword FROM pg_catalog.pg_authid WHERE rolname = $1";

  private static final Map<String, PgBouncer> SHARED = new ConcurrentHashMap<>();

  private Bouncers() {}

  /** Returns where a PgBouncer before the server listens that lasts as long as the JVM. */
  static Endpoint shared(String server, int budget) {
    return endpoint(
        SHARED.computeIfAbsent(server, name -> before(name).poolSize(POOL_SIZE).start()),
        server,
        budget);
  }

  static Endpoint endpoint(PgBouncer bouncer, String server, int budget) {
    return new Endpoint(server, bouncer.host(), bouncer.port(), budget);
  }

  /** Returns a builder of a PgBouncer before a server, with one connection for each login. */
  static PgBouncer.Builder before(String name) {
    EmbeddedPostgres server = Cluster.server(name);
    return PgBouncer.before(server.host(), server.port())
        .lookup(server.superuser(), server.password(), LOOKUP);
  }
}
