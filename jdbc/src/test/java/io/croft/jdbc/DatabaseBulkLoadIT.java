package io.croft.jdbc;

import io.croft.core.Isolation;

final class DatabaseBulkLoadIT extends BulkLoadContract {
  @Override
  Isolation isolation() {
    return Isolation.DATABASE;
  }
}
