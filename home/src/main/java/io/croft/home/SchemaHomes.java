package io.croft.home;

import io.croft.core.Identifiers;
import io.croft.core.Placement;
import io.croft.gate.ApplicationSecret;
import io.croft.gate.Gate;
import io.croft.gate.HomeGate;
import io.croft.gate.Logins;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Homes in a schema of their own, cloned from the pool's in one transaction. */
final class SchemaHomes implements HomeKind {

  /** Tells which migrations have run. */
  private static final String MODEL_VERSION =
      """
      SELECT coalesce(md5(string_agg(concat_ws(':', installed_rank, script, checksum), ','
        ORDER BY installed_rank)), '')
      FROM app.flyway_schema_history
      """;

  /** Keeps migrations out of the model until the transaction ends. */
  private static final String LOCK_MODEL = "LOCK TABLE app.flyway_schema_history IN SHARE MODE";

  private static final String DROP = "DROP SCHEMA IF EXISTS %s CASCADE";

  private static final String RENAME = "ALTER SCHEMA %s RENAME TO %s";

  private final AdminSessions sessions;
  private final ApplicationSecret secret;
  private final Map<Model, SchemaClone> clones = new ConcurrentHashMap<>();

  SchemaHomes(AdminSessions sessions, ApplicationSecret secret) {
    this.sessions = sessions;
    this.secret = secret;
  }

  private record Model(String server, String version) {}

  @Override
  public void create(Placement home, HomeBirth birth) throws SQLException {
    sessions.with(
        home.server(),
        home.database(),
        admin ->
            Sql.inTransaction(
                admin,
                () -> {
                  if (HomeGate.read(admin, home).isEmpty()) {
                    make(admin, home);
                  }
                  birth.register(admin, home);
                  return true;
                }));
  }

  @Override
  public boolean adopt(HomeAdoption adoption) throws SQLException {
    Placement old = adoption.old();
    Placement home = adoption.renewed();
    return sessions.with(
        home.server(),
        home.database(),
        admin -> {
          if (Sql.inTransaction(admin, () -> adoption.handOn(admin))) {
            return true;
          }
          if (!adoption.hasLeft(admin)) {
            return false;
          }
          HomeLogins.shut(admin, old);
          return Sql.inTransaction(
              admin,
              () -> {
                boolean replaced = adoption.replace(admin);
                Sql.run(
                    admin,
                    RENAME.formatted(
                        Identifiers.quote(old.schema()), Identifiers.quote(home.schema())));
                adoption.renameLogins(admin);
                HomeLogins.admitToShared(admin, home);
                HomeLogins.renew(admin, home, secret);
                return replaced;
              });
        });
  }

  @Override
  public void drop(Placement home, boolean evenInUse) throws SQLException {
    sessions.with(
        home.server(),
        home.database(),
        admin -> {
          Sql.inTransaction(admin, () -> HomeRemoval.shut(admin, home, evenInUse));
          HomeLogins.shut(admin, home);
          return Sql.inTransaction(
              admin,
              () -> {
                Sql.run(admin, DROP.formatted(Identifiers.quote(home.schema())));
                HomeGate.remove(admin, home);
                Logins.drop(admin, home.login());
                return true;
              });
        });
  }

  private void make(Connection admin, Placement home) throws SQLException {
    HomeLogins.create(admin, home, secret);
    HomeLogins.admitToShared(admin, home);
    // What is there without a gate row is half dropped.
    Sql.run(admin, DROP.formatted(Identifiers.quote(home.schema())));
    model(admin, home.server()).create(admin, home.schema(), ApplicationSchema.OWNER);
    Gate.copyShared(admin, Placement.APP_SCHEMA, home.schema());
    HomeLogins.protect(admin, home, secret);
  }

  private SchemaClone model(Connection admin, String server) throws SQLException {
    Sql.run(admin, LOCK_MODEL);
    Model model = new Model(server, Sql.strings(admin, MODEL_VERSION).get(0));
    SchemaClone known = clones.get(model);
    if (known != null) {
      return known;
    }
    SchemaClone compiled = SchemaClone.compile(admin, Placement.APP_SCHEMA);
    clones.put(model, compiled);
    return compiled;
  }
}
