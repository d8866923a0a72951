package io.croft.test;

import io.croft.core.TenantId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a tenant in one relation, as it sees them itself.
 *
 * @param rows how many there are
 * @param columns of which the hashes are made: those that both tenants may read
 * @param hashes of each row
 * @param sample one row as PostgreSQL spells it, of all its columns, empty when not all may be read
 */
record Evidence(long rows, List<String> columns, List<String> hashes, Optional<String> sample) {

  static final Evidence NONE = new Evidence(0, List.of(), List.of(), Optional.empty());

  /**
   * Reads them.
   *
   * @param reached the same relation as who must not see them reaches it, null when it does not
   */
  static Evidence read(
      Connection connection, Relation relation, @Nullable Relation reached, TenantId owner)
      throws SQLException {
    if (relation.readable().isEmpty()) {
      return NONE;
    }
    List<String> columns = new ArrayList<>(relation.readable());
    if (reached != null && !reached.readable().isEmpty()) {
      columns.retainAll(reached.readable());
    }
    if (columns.isEmpty()) {
      columns = relation.readable();
    }
    List<String> hashes = new ArrayList<>();
    Optional<String> sample = Optional.empty();
    String rows = rows(relation, columns);
    try (PreparedStatement statement = connection.prepareStatement(rows)) {
      if (relation.hasTenant()) {
        statement.setObject(1, owner.value());
      }
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          hashes.add(row.getString(1));
          sample = Optional.of(row.getString(2));
        }
      }
    }
    return new Evidence(hashes.size(), columns, List.copyOf(hashes), sample);
  }

  private static String rows(Relation relation, List<String> columns) {
    return "SELECT %s, %s FROM %s t%s"
        .formatted(
            hash(columns),
            Relation.rowText(relation.readable()),
            relation.quoted(),
            relation.hasTenant() ? " WHERE t.tenant_id = ?" : "");
  }

  /** Returns the expression for the hash of a row. */
  static String hash(List<String> columns) {
    return "encode(sha256(convert_to(" + Relation.rowText(columns) + ", 'UTF8')), 'hex')";
  }
}
