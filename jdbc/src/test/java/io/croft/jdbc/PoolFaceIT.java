package io.croft.jdbc;

import io.croft.core.Isolation;

final class PoolFaceIT extends FaceContract {
  @Override
  Isolation isolation() {
    return Isolation.POOL;
  }
}
