package io.croft.jdbc;

import io.croft.core.Isolation;

final class SchemaBackendsIT extends BackendsContract {
  @Override
  Isolation isolation() {
    return Isolation.SCHEMA;
  }
}
