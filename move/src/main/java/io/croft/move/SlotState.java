package io.croft.move;

import org.jspecify.annotations.Nullable;
import org.postgresql.replication.LogSequenceNumber;

/**
 * A slot of one database at one moment.
 *
 * @param active whether a session reads it
 * @param confirmed up to where its reader has confirmed; null while it is being created
 * @param lost whether the server has removed what it held, so that nothing can be read any more
 */
record SlotState(
    String name, boolean active, @Nullable LogSequenceNumber confirmed, boolean lost) {}
