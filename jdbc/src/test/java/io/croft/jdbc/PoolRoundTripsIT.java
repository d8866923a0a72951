package io.croft.jdbc;

import io.croft.core.Isolation;

final class PoolRoundTripsIT extends RoundTripsContract {
  @Override
  Isolation isolation() {
    return Isolation.POOL;
  }
}
