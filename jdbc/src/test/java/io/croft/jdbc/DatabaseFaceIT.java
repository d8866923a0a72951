package io.croft.jdbc;

import io.croft.core.Isolation;

final class DatabaseFaceIT extends FaceContract {
  @Override
  Isolation isolation() {
    return Isolation.DATABASE;
  }
}
