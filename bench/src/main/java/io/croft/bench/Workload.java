package io.croft.bench;

import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * What a client does in one transaction. In the SQL, what stands in braces is said only by those
 * who filter by hand; each question mark in it is the tenant.
 */
enum Workload {
  LOOKUP("one lookup by key", Shape.ROWS, 1, Sql.LOOKUP),
  LOOKUPS_5("five lookups by key", Shape.ROWS, 5, Sql.LOOKUP),
  LOOKUPS_20("twenty lookups by key", Shape.ROWS, 20, Sql.LOOKUP),
  JOIN("join of four tables", Shape.ROWS, 1, Sql.JOIN),
  SCAN("count and sum over a tenant's lines", Shape.COUNT, 1, Sql.SCAN),
  NUMERIC("price = numeric", Shape.COUNT, 1, Sql.NUMERIC),
  LIKE("code LIKE 'p...%'", Shape.COUNT, 1, Sql.LIKE),
  UPDATE("update of one row", Shape.WRITE, 1, Sql.UPDATE),
  UPDATE_ASYNC("update of one row, commit not awaited", Shape.WRITE, 1, Sql.UPDATE),
  INSERT("insert of one row", Shape.WRITE, 1, Sql.INSERT),
  BATCH("insert of 1,000 rows in a batch", Shape.BATCH, 1_000, Sql.INSERT);

  private enum Shape {
    ROWS,
    COUNT,
    WRITE,
    BATCH
  }

  private static final class Sql {
    static final String LOOKUP =
        "SELECT l.quantity, l.price FROM line l WHERE l.id = ?{ AND l.tenant_id = ?}";
    static final String JOIN =
        """
        SELECT a.name, i.issued, p.title, l.quantity
        FROM invoice i
        JOIN account a ON a.id = i.account_id
        JOIN line l ON l.invoice_id = i.id
        JOIN product p ON p.id = l.product_id
        WHERE i.id = ?{ AND i.tenant_id = ? AND a.tenant_id = ? AND l.tenant_id = ? AND p.tenant_id = ?}
        """;
    static final String SCAN =
        "SELECT count(*), sum(l.quantity) FROM line l{ WHERE l.tenant_id = ?}";
    static final String NUMERIC =
        "SELECT count(*) FROM line l WHERE l.price = ?{ AND l.tenant_id = ?}";
    static final String LIKE =
        "SELECT count(*) FROM line l WHERE l.code LIKE 'p000007%'{ AND l.tenant_id = ?}";
    static final String UPDATE =
        "UPDATE account a SET balance = balance + 1 WHERE a.id = ?{ AND a.tenant_id = ?}";
    static final String INSERT =
        """
        INSERT INTO event (account_id, amount, note{, tenant_id}) VALUES (?, ?, ?{, ?})
        """;
  }

  private final String title;
  private final Shape shape;
  private final int statements;
  private final String sql;

  Workload(String title, Shape shape, int statements, String sql) {
    this.title = title;
    this.shape = shape;
    this.statements = statements;
    this.sql = sql;
  }

  /** Returns the name for machines. */
  String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  String title() {
    return title;
  }

  /** Returns how many statements one transaction makes, or rows of its batch. */
  int statements() {
    return statements;
  }

  /** Returns true when it is one statement, which needs no transaction block. */
  boolean single() {
    return statements == 1;
  }

  boolean isBatch() {
    return shape == Shape.BATCH;
  }

  /** Returns true when it reads rows of one tenant by a key that is unique over all tenants. */
  boolean byUniqueKey() {
    return sql.equals(Sql.LOOKUP) || sql.equals(Sql.JOIN) || sql.equals(Sql.UPDATE);
  }

  /** Returns true when it reads lines by their keys, and nothing else. */
  boolean isLookup() {
    return sql.equals(Sql.LOOKUP);
  }

  boolean inserts() {
    return sql.equals(Sql.INSERT);
  }

  boolean writes() {
    return shape == Shape.WRITE || isBatch();
  }

  /** Returns true when commits wait for the disk, as they do unless that is switched off. */
  boolean durable() {
    return this != UPDATE_ASYNC;
  }

  /** Returns the statement, with the tenant named in it or not. */
  String sql(boolean byHand) {
    return sql.replaceAll("\\{([^}]*)}", byHand ? "$1" : "").strip();
  }

  /** Binds keys of the tenant of that number; returns the index of the next parameter. */
  int bind(PreparedStatement statement, int from, Turn turn, int lines) throws SQLException {
    SplittableRandom random = turn.random();
    switch (sql) {
      case Sql.LOOKUP -> statement.setLong(from, turn.key(lines));
      case Sql.JOIN -> statement.setLong(from, turn.key(lines / 4));
      case Sql.UPDATE -> statement.setLong(from, turn.key(lines / 10));
      case Sql.NUMERIC ->
          statement.setBigDecimal(from, BigDecimal.valueOf(random.nextInt(lines / 4) * 10L + 5, 1));
      case Sql.INSERT -> {
        statement.setLong(from, turn.key(lines / 10));
        statement.setBigDecimal(from + 1, BigDecimal.valueOf(random.nextInt(100_000), 2));
        statement.setString(from + 2, "an event of ordinary length");
        return from + 3;
      }
      default -> {
        return from;
      }
    }
    return from + 1;
  }

  /** Returns how many tenants a filter by hand binds. */
  int filters() {
    return (int)
        (sql(true).chars().filter(c -> c == '?').count()
            - sql(false).chars().filter(c -> c == '?').count());
  }

  /** Returns what one transaction must have read or written, in rows. */
  long expected(int lines) {
    return switch (sql) {
      case Sql.SCAN -> lines;
      case Sql.NUMERIC, Sql.LIKE, Sql.JOIN -> 4;
      default -> statements;
    };
  }

  /** Ends the run when {@code way} has read or written another number of rows than it must. */
  void require(String way, long rows, int lines) {
    if (rows != expected(lines)) {
      throw new IllegalStateException(
          "%s, %s: %d rows, expected %d".formatted(way, title, rows, expected(lines)));
    }
  }

  /** Returns true when the first value of the first row is the count of rows. */
  boolean counts() {
    return shape == Shape.COUNT;
  }
}
