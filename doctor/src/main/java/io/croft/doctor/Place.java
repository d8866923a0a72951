package io.croft.doctor;

import java.util.Optional;

/**
 * Where a finding is.
 *
 * @param server name of the server in the catalog, or host and port
 * @param database empty when the finding belongs to the whole server
 */
public record Place(String server, Optional<String> database) {

  static Place of(String server) {
    return new Place(server, Optional.empty());
  }

  static Place of(String server, String database) {
    return new Place(server, Optional.of(database));
  }

  /** Returns {@code server/database}, or {@code server}. */
  @Override
  public String toString() {
    return database.map(name -> server + "/" + name).orElse(server);
  }
}
