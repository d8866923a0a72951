package io.croft.move;

import io.croft.catalog.ControlCatalog;
import io.croft.gate.MasterSecret;

/** Reaches servers as the catalog knows them. */
record CatalogAccess(ControlCatalog catalog, MasterSecret secret) implements MoverAccess {

  @Override
  public String jdbcUrl(String server, String database) {
    return catalog.server(server).jdbcUrl(database);
  }

  @Override
  public String password(String server) {
    return secret.moverPassword(server);
  }
}
