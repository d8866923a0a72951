package io.croft.attack;

import io.croft.core.Access;
import io.croft.core.Identifiers;
import io.croft.core.Placement;
import java.util.List;

/**
 * One side of an attack: a canary tenant, its home and its rows of {@code croft_canary}.
 *
 * @param home where it lives
 * @param ids the keys of its rows
 * @param marks the texts of its rows, in the order of the keys
 */
record Party(Placement home, List<Long> ids, List<String> marks) {

  /** The access of code that may only read, as the suite's own schema declares it. */
  static final Access READER = Access.of("reader");

  /** No sequence gives out such a key. */
  private static final long FIRST = 1_000_000_000;

  /** The attacker's marks are numbers, so that a cast fails on the victim's alone. */
  static Party attacker(Placement home) {
    return new Party(home, List.of(FIRST + 11, FIRST + 12), List.of("11", "12"));
  }

  /** The victim's marks are texts that nobody could guess. */
  static Party victim(Placement home) {
    String secret = "secret-" + home.tenant().hex().substring(0, 12) + "-";
    return new Party(
        home,
        List.of(FIRST + 901, FIRST + 902, FIRST + 903),
        List.of(secret + "1", secret + "2", secret + "3"));
  }

  /** Returns the login of code that may only read. */
  String readerLogin() {
    return home.loginFor(READER);
  }

  /** Returns the mark of its first row. */
  String mark() {
    return marks.get(0);
  }

  /** Returns the key of its first row. */
  long id() {
    return ids.get(0);
  }

  /**
   * Returns {@code text} with names put in for the words in braces: of the victim {@code tenant hex
   * schema login reader database epoch mark id}, of the attacker {@code own} for its tenant, and
   * the rest with {@code own} before them.
   */
  static String fill(String text, Party own, Party victim) {
    return victim.fill(own.fill(text, "own"), "");
  }

  private String fill(String text, String prefix) {
    return text.replace(prefix.isEmpty() ? "{tenant}" : "{own}", home.tenant().toString())
        .replace("{" + prefix + "hex}", home.tenant().hex())
        .replace("{" + prefix + "schema}", Identifiers.quote(home.schema()))
        .replace("{" + prefix + "login}", Identifiers.quote(home.login()))
        .replace("{" + prefix + "reader}", Identifiers.quote(readerLogin()))
        .replace("{" + prefix + "database}", Identifiers.quote(home.database()))
        .replace("{" + prefix + "epoch}", Long.toString(home.epoch()))
        .replace("{" + prefix + "mark}", mark())
        .replace("{" + prefix + "id}", Long.toString(id()));
  }
}
