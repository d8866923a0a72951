package io.croft.jdbc;

import io.croft.gate.HomeTables;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.postgresql.jdbc.PgConnection;

/**
 * The tables of one server and their primary keys: those of the home whose connection was made
 * last, for all homes have the same. They are read on a new connection, before it is anybody's,
 * when what is known is old, and on one that is given back with a doubt. Where homes differ for a
 * while, as in the midst of migrations, no statement changes its meaning: at worst the tenant is
 * missing in one, which PostgreSQL refuses. Thread-safe.
 */
final class TableKeys {

  private static final long OLD_NANOS = TimeUnit.MINUTES.toNanos(1);

  private static final String TABLES =
      """
      SELECT c.relname, t.attname IS NOT NULL,
             (SELECT pg_catalog.array_agg(a.attname::pg_catalog.text)
                FROM pg_catalog.pg_constraint k
                JOIN pg_catalog.pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = ANY (k.conkey)
               WHERE k.conrelid = c.oid AND k.contype = 'p')
      FROM pg_catalog.pg_class c
      LEFT JOIN pg_catalog.pg_attribute t ON t.attrelid = c.oid AND t.attname = 'tenant_id' AND t.attnum > 0
      WHERE c.relnamespace = pg_catalog.to_regnamespace('%s') AND c.relkind IN ('r', 'p', 'v')
      """;

  private final ReentrantLock reading = new ReentrantLock();
  private volatile KeyedTexts texts = new KeyedTexts(HomeTables.UNKNOWN);
  private final AtomicLong doubtedNanos = new AtomicLong(System.nanoTime() - OLD_NANOS);
  private volatile long readNanos;
  private volatile boolean read;
  private volatile boolean doubted;

  /** Returns what makes the texts of statements; before the tables were read it knows none. */
  KeyedTexts texts() {
    return texts;
  }

  /**
   * Says that a statement has failed as one does whose keys are not known as they are. They are
   * read again for it at most once in a minute: the statement may be wrong, and come again and
   * again.
   */
  void doubt() {
    long last = doubtedNanos.get();
    long now = System.nanoTime();
    if (now - last >= OLD_NANOS && doubtedNanos.compareAndSet(last, now)) {
      doubted = true;
    }
  }

  /** Returns true from a doubt on until they are read. */
  boolean doubted() {
    return doubted;
  }

  private boolean old() {
    return !read || doubted || System.nanoTime() - readNanos > OLD_NANOS;
  }

  /**
   * Reads them when they are old. The first time all wait for it, later nobody does.
   *
   * @throws SQLException when they cannot be read: then the connection is of no use
   */
  void refresh(PgConnection pg, String schema) throws SQLException {
    if (!old()) {
      return;
    }
    if (!read) {
      reading.lock();
    } else if (!reading.tryLock()) {
      return;
    }
    try {
      if (old()) {
        read(pg, schema);
      }
    } finally {
      reading.unlock();
    }
  }

  private void read(PgConnection pg, String schema) throws SQLException {
    boolean before = doubted;
    doubted = false;
    HomeTables tables;
    try {
      tables = query(pg, schema);
    } catch (SQLException e) {
      if (before) {
        doubted = true;
      }
      throw e;
    }
    if (!tables.equals(texts.tables())) {
      texts = new KeyedTexts(tables);
    }
    readNanos = System.nanoTime();
    read = true;
  }

  private static HomeTables query(PgConnection pg, String schema) throws SQLException {
    Map<String, Set<String>> keys = new HashMap<>();
    Set<String> withoutTenant = new HashSet<>();
    // The names of schemas are ours: letters, digits and underscores.
    try (Statement query = pg.createStatement();
        ResultSet row = query.executeQuery(TABLES.formatted(schema))) {
      while (row.next()) {
        @Nullable Array key = row.getArray(3);
        if (!row.getBoolean(2)) {
          withoutTenant.add(row.getString(1));
        } else if (key != null) {
          Set<String> columns = new HashSet<>(List.of((String[]) key.getArray()));
          if (columns.remove("tenant_id")) {
            keys.put(row.getString(1), columns);
          }
        }
      }
    }
    return new HomeTables(keys, withoutTenant);
  }
}
