package io.croft.jdbc;

/** What stands between the application and its PostgreSQL servers. */
public enum Pooler {

  /** Nothing: each connection is a session of PostgreSQL for as long as it lives. */
  NONE,

  /**
   * A pooler in transaction mode, such as PgBouncer: each transaction may find another session,
   * which others have used before and will use next.
   */
  TRANSACTION
}
