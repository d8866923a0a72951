package io.croft.jdbc;

import io.croft.core.Isolation;

final class SchemaMoveIT extends MoveContract {
  @Override
  Isolation isolation() {
    return Isolation.SCHEMA;
  }
}
