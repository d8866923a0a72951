package io.croft.jdbc;

import io.croft.core.Isolation;

final class SchemaBulkLoadIT extends BulkLoadContract {
  @Override
  Isolation isolation() {
    return Isolation.SCHEMA;
  }
}
