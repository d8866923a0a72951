package io.croft.test;

import io.croft.core.Isolation;
import java.util.List;

/**
 * A defence that somebody has taken away.
 *
 * @param name what it is
 * @param acme how the tenant that must not see is kept apart
 * @param globex how the tenant that must not be seen is
 * @param sql statements of a superuser in the database of acme; {@code $acme} and {@code $globex}
 *     stand for identities, {@code $a} and {@code $g} for schemas, {@code $alogin} for acme's login
 * @param mend what takes it back
 * @param found what the assertion must say
 */
record Leak(
    String name,
    Isolation acme,
    Isolation globex,
    List<String> sql,
    List<String> mend,
    List<String> found) {

  static Leak ofPool(String name, String sql, String mend, String... found) {
    return new Leak(
        name, Isolation.POOL, Isolation.POOL, List.of(sql), List.of(mend), List.of(found));
  }

  static Leak ofHomes(String name, Isolation acme, Isolation globex, String sql, String... found) {
    return new Leak(name, acme, globex, List.of(sql), List.of(), List.of(found));
  }

  @Override
  public String toString() {
    return name;
  }
}
