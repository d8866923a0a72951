package io.croft.jdbc;

import io.croft.core.Isolation;
import io.croft.tools.Needs;

@Needs("pgbouncer")
final class DatabaseHomeBehindPoolerIT extends CroftDataSourceContract {
  @Override
  Isolation isolation() {
    return Isolation.DATABASE;
  }

  @Override
  Pooler pooler() {
    return Pooler.TRANSACTION;
  }
}
