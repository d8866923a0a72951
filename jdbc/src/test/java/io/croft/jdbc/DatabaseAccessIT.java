package io.croft.jdbc;

import io.croft.core.Isolation;

final class DatabaseAccessIT extends AccessContract {
  @Override
  Isolation isolation() {
    return Isolation.DATABASE;
  }
}
