package io.croft.attack;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Listens to everything that a refused {@code croft.enter} says, for the key of the seals. */
final class KeyWitness {

  private final List<String> spellings;

  private KeyWitness(List<String> spellings) {
    this.spellings = spellings;
  }

  /** Returns one that knows the key as it stands in the gate's table. */
  static KeyWitness of(byte[] key) {
    return new KeyWitness(List.of(hex(key, 0), hex(key, 0x36), hex(key, 0x5c)));
  }

  /** Returns how many messages named the key; throws the refusal when none did. */
  long search(Connection connection, byte[] falseSeal) throws SQLException {
    try (PreparedStatement enter = connection.prepareStatement("SELECT croft.enter(?)")) {
      enter.setBytes(1, falseSeal);
      try {
        enter.execute();
        return 1;
      } catch (SQLException refused) {
        long named = names(String.valueOf(refused.getMessage())) ? 1 : 0;
        for (@Nullable SQLWarning said = enter.getWarnings();
            said != null;
            said = said.getNextWarning()) {
          named += names(String.valueOf(said.getMessage())) ? 1 : 0;
        }
        if (named == 0) {
          throw refused;
        }
        return named;
      }
    }
  }

  private boolean names(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    return spellings.stream().anyMatch(lower::contains);
  }

  private static String hex(byte[] key, int mask) {
    byte[] masked = new byte[key.length];
    for (int i = 0; i < key.length; i++) {
      masked[i] = (byte) (key[i] ^ mask);
    }
    return HexFormat.of().formatHex(masked);
  }
}
