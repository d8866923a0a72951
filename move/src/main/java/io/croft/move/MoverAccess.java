package io.croft.move;

/** How the mover reaches the servers. */
interface MoverAccess {

  /** Returns the address of one database. */
  String jdbcUrl(String server, String database);

  /** Returns the password of the mover's login. */
  String password(String server);
}
