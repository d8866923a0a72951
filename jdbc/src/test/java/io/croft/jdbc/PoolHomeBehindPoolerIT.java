package io.croft.jdbc;

import io.croft.core.Isolation;
import io.croft.tools.Needs;

@Needs("pgbouncer")
final class PoolHomeBehindPoolerIT extends CroftDataSourceContract {
  @Override
  Isolation isolation() {
    return Isolation.POOL;
  }

  @Override
  Pooler pooler() {
    return Pooler.TRANSACTION;
  }
}
