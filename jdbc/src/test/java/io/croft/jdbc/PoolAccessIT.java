package io.croft.jdbc;

import io.croft.core.Isolation;

final class PoolAccessIT extends AccessContract {
  @Override
  Isolation isolation() {
    return Isolation.POOL;
  }
}
