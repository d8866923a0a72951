package io.croft.jdbc;

import io.croft.catalog.Endpoint;

/** With four connections for all. */
final class MixtureIT extends MixtureContract {

  @Override
  Endpoint way() {
    return endpoint("one", 4);
  }
}
