package io.croft.jdbc;

import io.croft.core.Isolation;

final class PoolHomeIT extends CroftDataSourceContract {
  @Override
  Isolation isolation() {
    return Isolation.POOL;
  }
}
