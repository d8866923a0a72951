package io.croft.jdbc;

import io.croft.core.Isolation;
import io.croft.tools.Needs;

@Needs("pgbouncer")
final class SchemaHomeBehindPoolerIT extends CroftDataSourceContract {
  @Override
  Isolation isolation() {
    return Isolation.SCHEMA;
  }

  @Override
  Pooler pooler() {
    return Pooler.TRANSACTION;
  }
}
