package io.croft.jdbc;

import io.croft.core.Isolation;

final class PoolLimitsIT extends LimitsContract {

  @Override
  Isolation isolation() {
    return Isolation.POOL;
  }
}
