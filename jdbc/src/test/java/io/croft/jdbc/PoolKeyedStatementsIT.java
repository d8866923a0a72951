package io.croft.jdbc;

import io.croft.core.Isolation;

final class PoolKeyedStatementsIT extends KeyedStatementsContract {
  @Override
  Isolation isolation() {
    return Isolation.POOL;
  }
}
