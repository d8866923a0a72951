package io.croft.catalog;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;

/** Notices at once, and not at the first use, that a catalog belongs to another master secret. */
final class KeyCheck {

  private static final String NAME = "catalog key check";

  private static final String KEEP =
      "INSERT INTO catalog.key_check (value) VALUES (?) ON CONFLICT DO NOTHING";
  private static final String READ = "SELECT value FROM catalog.key_check";

  private KeyCheck() {}

  static void verify(Database database, AdminCipher cipher) {
    byte[] kept =
        database.change(
            "croft",
            "catalog.open",
            connection -> {
              Sql.change(connection, KEEP, cipher.encrypt(NAME, NAME));
              return Sql.first(connection, READ, row -> row.getBytes(1)).orElseThrow();
            });
    try {
      cipher.decrypt(NAME, kept);
    } catch (CroftException e) {
      throw new CroftException(
          ErrorCode.CONFIGURATION_INVALID,
          "this catalog was made with another master secret",
          e.hint(),
          e);
    }
  }
}
