package io.croft.jdbc;

import io.croft.core.Isolation;

final class DatabaseBackendsIT extends BackendsContract {
  @Override
  Isolation isolation() {
    return Isolation.DATABASE;
  }
}
