package io.croft.jdbc;

import io.croft.core.Isolation;

final class DatabaseMoveIT extends MoveContract {
  @Override
  Isolation isolation() {
    return Isolation.DATABASE;
  }
}
