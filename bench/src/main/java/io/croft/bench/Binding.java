package io.croft.bench;

import io.croft.core.TenantId;
import io.croft.core.TenantScope;
import java.sql.SQLException;

/** How a tenant is bound to the running code. */
interface Binding {

  /** Not at all. */
  Binding NONE = (tenant, work) -> work.run();

  /** By Croft's scope. */
  Binding SCOPE = (tenant, work) -> TenantScope.call(tenant, work::run);

  /** What is done for a tenant; the meaning of the number is its own. */
  interface Work {
    long run() throws SQLException;
  }

  /** Does the work for the tenant. */
  long call(TenantId tenant, Work work) throws SQLException;
}
