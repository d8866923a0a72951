package io.croft.jdbc;

import io.croft.core.Isolation;

final class SchemaFaceIT extends FaceContract {
  @Override
  Isolation isolation() {
    return Isolation.SCHEMA;
  }
}
