package io.croft.jdbc;

import io.croft.core.Isolation;

final class SchemaKeyedStatementsIT extends KeyedStatementsContract {
  @Override
  Isolation isolation() {
    return Isolation.SCHEMA;
  }
}
