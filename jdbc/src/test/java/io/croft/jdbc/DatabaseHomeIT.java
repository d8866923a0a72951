package io.croft.jdbc;

import io.croft.core.Isolation;

final class DatabaseHomeIT extends CroftDataSourceContract {
  @Override
  Isolation isolation() {
    return Isolation.DATABASE;
  }
}
