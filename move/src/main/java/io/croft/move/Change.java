package io.croft.move;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.replication.LogSequenceNumber;

/**
 * One message of a stream of changes. Transactions come whole, in the order of their commits, each
 * from its {@link Begin} to its {@link Commit}; those that were rolled back do not come.
 */
sealed interface Change {

  /**
   * A transaction begins.
   *
   * @param commit the position of its commit, which tells transactions apart
   * @param transaction its number, of 32 bits without a sign
   */
  record Begin(LogSequenceNumber commit, int transaction) implements Change {}

  /** A table is described, before its first row and again after it may have changed. */
  record Described(Relation relation) implements Change {}

  /** A row came to be, or came to be one that is published. */
  record Insert(Relation relation, Row row) implements Change {}

  /**
   * A row changed.
   *
   * @param before its old key, the other columns being null, when the key changed or a value of it
   *     lies outside of the row; the old row when the replica identity is full; else null
   * @param after the new row, in which values that lie outside of the row and did not change are
   *     {@linkplain Row#isUnchanged unchanged}
   */
  record Update(Relation relation, @Nullable Row before, Row after) implements Change {}

  /**
   * A row went, or is published no more.
   *
   * @param before its key, the other columns being null; the row when the replica identity is full
   */
  record Delete(Relation relation, Row before) implements Change {}

  /** Tables were emptied, of the rows of all tenants: a filter of rows does not hold it back. */
  record Truncate(List<Relation> relations) implements Change {

    public Truncate {
      relations = List.copyOf(relations);
    }
  }

  /**
   * A transaction is whole.
   *
   * @param commit the same position as of its beginning
   * @param end the position after it, to be confirmed when the transaction is durable elsewhere;
   *     the next one may begin there
   */
  record Commit(LogSequenceNumber commit, LogSequenceNumber end) implements Change {}
}
