package io.croft.demo;

import io.croft.core.Identifiers;
import io.croft.core.Placement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * One side of a forgery: a tenant, where it lives, and two things of its own that others must not
 * learn.
 */
record Party(Placement home, String email, long booking) {

  /** The tables of the application. */
  static final java.util.List<String> TABLES =
      java.util.List.of(
          "location",
          "service",
          "staff",
          "staff_service",
          "customer",
          "booking",
          "payment",
          "invoice",
          "invoice_line",
          "review");

  private static final String FIRST =
      """
      SELECT c.email, b.id
        FROM %s c JOIN %s b ON b.tenant_id = c.tenant_id AND b.customer_id = c.id
       WHERE c.tenant_id = ?
       ORDER BY c.id, b.id
       LIMIT 1
      """;

  /** Reads a party as a superuser; fails when it has no rows, for then nothing could be shown. */
  static Party of(Backstage backstage, Placement home) throws SQLException {
    String sql =
        FIRST.formatted(
            Identifiers.quote(home.schema(), "customer"),
            Identifiers.quote(home.schema(), "booking"));
    try (Connection admin = backstage.admin(home);
        PreparedStatement statement = admin.prepareStatement(sql)) {
      statement.setObject(1, home.tenant().value());
      try (ResultSet row = statement.executeQuery()) {
        if (!row.next()) {
          throw new IllegalStateException("tenant " + home.tenant() + " has no rows to be after");
        }
        return new Party(home, row.getString(1), row.getLong(2));
      }
    }
  }

  /** Returns {@code text} with the victim's words put in for those in braces. */
  String fill(String text, Placement own) {
    return text.replace("{tenant}", home.tenant().toString())
        .replace("{hex}", home.tenant().hex())
        .replace("{schema}", Identifiers.quote(home.schema()))
        .replace("{login}", Identifiers.quote(home.login()))
        .replace("{database}", Identifiers.quote(home.database()))
        .replace("{email}", email.replace("'", "''"))
        .replace("{booking}", Long.toString(booking))
        .replace("{epoch}", Long.toString(home.epoch()))
        .replace("{owndatabase}", Identifiers.quote(own.database()))
        .replace("{own}", own.tenant().toString());
  }

  /** Returns a checksum over all rows of the party, as a superuser reads them. */
  String checksum(Connection admin) throws SQLException {
    String sql =
        TABLES.stream()
            .map(
                table ->
                    """
                    SELECT '%s', count(*), sum(hashtextextended(t::text, 0)::numeric)
                      FROM %s t WHERE tenant_id = ?
                    """
                        .formatted(table, Identifiers.quote(home.schema(), table)))
            .collect(Collectors.joining(" UNION ALL "));
    try (PreparedStatement statement = admin.prepareStatement(sql)) {
      for (int i = 1; i <= TABLES.size(); i++) {
        statement.setObject(i, home.tenant().value());
      }
      String[] sums = new String[TABLES.size()];
      try (ResultSet rows = statement.executeQuery()) {
        for (int i = 0; rows.next(); i++) {
          sums[i] = rows.getString(1) + ":" + rows.getLong(2) + ":" + rows.getString(3);
        }
      }
      Arrays.sort(sums);
      return String.join(" ", sums);
    }
  }
}
