package io.croft.jdbc;

import io.croft.core.Isolation;

final class SchemaRoundTripsIT extends RoundTripsContract {
  @Override
  Isolation isolation() {
    return Isolation.SCHEMA;
  }
}
