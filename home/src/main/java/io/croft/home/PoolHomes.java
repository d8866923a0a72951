package io.croft.home;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.core.Placement;
import io.croft.gate.HomeGate;
import java.sql.Connection;
import java.sql.SQLException;

/** Homes in shared tables: a gate row is all they need. */
final class PoolHomes implements HomeKind {

  private static final String TABLES = "SELECT t::text FROM croft.app_tables('app') t";

  private final AdminSessions sessions;

  PoolHomes(AdminSessions sessions) {
    this.sessions = sessions;
  }

  @Override
  public void create(Placement home, HomeBirth birth) throws SQLException {
    sessions.with(
        home.server(),
        home.database(),
        admin -> {
          birth.register(admin, home);
          return true;
        });
  }

  @Override
  public boolean adopt(HomeAdoption adoption) throws SQLException {
    Placement home = adoption.renewed();
    return sessions.with(
        home.server(),
        home.database(),
        admin -> Sql.inTransaction(admin, () -> adoption.handOn(admin) || adoption.replace(admin)));
  }

  /** Removes the gate row; the rows are removed before by whoever moved or erased them. */
  @Override
  public void drop(Placement home, boolean evenInUse) throws SQLException {
    sessions.with(
        home.server(),
        home.database(),
        admin ->
            Sql.inTransaction(
                admin,
                () -> {
                  if (HomeRemoval.lock(admin, home, evenInUse).isEmpty()) {
                    return false;
                  }
                  HomeGate.remove(admin, home);
                  checkEmpty(admin, home);
                  return true;
                }));
  }

  private static void checkEmpty(Connection admin, Placement home) throws SQLException {
    for (String table : Sql.strings(admin, TABLES)) {
      String sql = "SELECT EXISTS (SELECT FROM %s WHERE tenant_id = ?::uuid)".formatted(table);
      if (Sql.holds(admin, sql, home.tenant().toString())) {
        throw new CroftException(
            ErrorCode.HOME_NOT_EMPTY,
            "table %s of the pool of server %s still holds rows of tenant %s"
                .formatted(table, home.server(), home.tenant()),
            "remove the tenant's rows first");
      }
    }
  }
}
