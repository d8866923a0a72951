package io.croft.jdbc;

import io.croft.core.Isolation;

final class PoolMoveIT extends MoveContract {
  @Override
  Isolation isolation() {
    return Isolation.POOL;
  }
}
