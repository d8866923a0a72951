package io.croft.jdbc;

import io.croft.core.Isolation;

final class PoolBulkLoadIT extends BulkLoadContract {
  @Override
  Isolation isolation() {
    return Isolation.POOL;
  }
}
