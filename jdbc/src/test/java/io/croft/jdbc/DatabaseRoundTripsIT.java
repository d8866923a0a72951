package io.croft.jdbc;

import io.croft.core.Isolation;

final class DatabaseRoundTripsIT extends RoundTripsContract {
  @Override
  Isolation isolation() {
    return Isolation.DATABASE;
  }
}
