package io.croft.move;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.core.Placement;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What no move can carry, whichever its mode: found before anything is copied. */
final class Unmovable {

  private static final String FIND = resource();

  private Unmovable() {}

  /** Returns what of the tables of {@code schema} cannot be carried, each with what to do. */
  static List<String> in(Connection mover, String schema) throws SQLException {
    try (PreparedStatement find = mover.prepareStatement(FIND)) {
      find.setString(1, schema);
      try (ResultSet row = find.executeQuery()) {
        List<String> found = new ArrayList<>();
        while (row.next()) {
          found.add("%s %s (%s)".formatted(row.getString(1), row.getString(2), row.getString(3)));
        }
        return List.copyOf(found);
      }
    }
  }

  /** Raises {@code move-unsupported} when something of the home cannot be carried. */
  static void requireNone(Connection mover, Placement home) throws SQLException {
    List<String> found = in(mover, home.schema());
    if (!found.isEmpty()) {
      throw new CroftException(
          ErrorCode.MOVE_UNSUPPORTED,
          "rows cannot be carried between %s and another home: %s"
              .formatted(home.summary(), String.join("; ", found)),
          "do what is said, then resume the move; nothing has changed");
    }
  }

  private static String resource() {
    try (InputStream text =
        Objects.requireNonNull(Unmovable.class.getResourceAsStream("unmovable.sql"))) {
      return new String(text.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
