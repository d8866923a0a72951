package io.croft.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.croft.core.Placement;
import io.croft.core.TenantId;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** In a home of its own no tenant ever meets a backend that another has used. */
abstract class BackendsContract extends TenantsOnServers {

  /** The login of the session, fixed when the backend began, says whose it is. */
  private static final String BACKEND = "SELECT pg_backend_pid() || ' ' || session_user";

  @Test
  void serveOneTenantEach() throws SQLException {
    List<TenantId> tenants = new ArrayList<>(List.of(a, b));
    for (int i = 2; i < 6; i++) {
      Placement home = home(i);
      catalog.put(home);
      tenants.add(home.tenant());
    }
    reopenWithBudget(3);
    Map<String, TenantId> owners = new HashMap<>();
    for (int round = 0; round < 5; round++) {
      for (TenantId tenant : tenants) {
        String backend = call(tenant, connection -> strings(connection, BACKEND).get(0));
        assertThat(owners.putIfAbsent(backend, tenant)).as(backend).isIn(null, tenant);
      }
    }
  }
}
