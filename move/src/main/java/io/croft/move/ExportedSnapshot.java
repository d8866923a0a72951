package io.croft.move;

import java.sql.Connection;
import java.util.List;
import org.postgresql.replication.LogSequenceNumber;

/**
 * What a database held at the moment at which a slot begins: a transaction that was committed
 * before is in the snapshot, every later one in the slot's stream. The snapshot can be imported
 * (SET TRANSACTION SNAPSHOT) until this is closed; transactions that did so before keep it.
 */
final class ExportedSnapshot implements AutoCloseable {

  private final Connection session;
  private final String name;
  private final LogSequenceNumber position;

  ExportedSnapshot(Connection session, String name, LogSequenceNumber position) {
    this.session = session;
    this.name = name;
    this.position = position;
  }

  /** Returns the name to be imported. */
  String name() {
    return name;
  }

  /** Returns where the slot begins: commits before it are in the snapshot. */
  LogSequenceNumber position() {
    return position;
  }

  /** Gives the snapshot up; the slot stays. */
  @Override
  public void close() {
    MoverSession.closeAll(List.of(session));
  }
}
