package io.croft.jdbc;

import io.croft.core.Isolation;

final class SchemaHomeIT extends CroftDataSourceContract {
  @Override
  Isolation isolation() {
    return Isolation.SCHEMA;
  }
}
