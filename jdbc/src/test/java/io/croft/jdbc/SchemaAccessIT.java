package io.croft.jdbc;

import io.croft.core.Isolation;

final class SchemaAccessIT extends AccessContract {
  @Override
  Isolation isolation() {
    return Isolation.SCHEMA;
  }
}
