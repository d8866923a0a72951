package io.croft.doctor;

/**
 * One defence taken out of a database that the product has prepared.
 *
 * @param name what is missing
 * @param rule the rule that must find it
 * @param object the object that the finding must name
 * @param sql statements of a superuser; {@code $schema}, {@code $login} and {@code $tenant} stand
 *     for those of the home
 */
record Hole(String name, String rule, String object, String sql) {

  static Hole of(String name, String rule, String object, String sql) {
    return new Hole(name, rule, object, sql);
  }

  @Override
  public String toString() {
    return rule + " " + name;
  }
}
