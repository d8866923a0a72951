package io.croft.jdbc;

import io.croft.core.Isolation;
import io.croft.core.TenantId;
import io.croft.tools.Needs;

/** Behind a pooler sessions are called like the application alone. */
@Needs("pgbouncer")
final class PoolLimitsBehindPoolerIT extends LimitsContract {

  @Override
  Isolation isolation() {
    return Isolation.POOL;
  }

  @Override
  Pooler pooler() {
    return Pooler.TRANSACTION;
  }

  @Override
  String name(String name, TenantId tenant) {
    return name.equals("croft") ? name : super.name(name, tenant);
  }
}
