package io.croft.attack;

import io.croft.core.Placement;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One defence taken away, so that an attack must succeed: the negative control that shows what the
 * attack proves. Applied only to what is thrown away afterwards.
 */
public final class Control {

  /** What a control changes. */
  public enum Kind {
    /** One database, for good. */
    DATABASE,
    /** A role or another object of the whole server; it can be reverted. */
    SERVER,
    /** Nothing on the server: the client behaves less carefully than Croft's own. */
    CLIENT
  }

  private static final String DEFINITION =
      """
      SELECT pg_get_functiondef(p.oid) FROM pg_catalog.pg_proc p
      WHERE p.pronamespace = 'croft'::regnamespace AND p.proname = ?
      """;

  private final String id;
  private final String removes;
  private final Kind kind;
  private final List<Edit> edits;
  private final String undo;
  private final Optional<Weakness> weakness;
  private final boolean withoutEvents;

  private Control(
      String id,
      String removes,
      Kind kind,
      List<Edit> edits,
      String undo,
      Optional<Weakness> weakness,
      boolean withoutEvents) {
    this.id = id;
    this.removes = removes;
    this.kind = kind;
    this.edits = edits;
    this.undo = undo;
    this.weakness = weakness;
    this.withoutEvents = withoutEvents;
  }

  /** A change of one database by a superuser. */
  private interface Edit {
    void apply(Connection admin, Party attacker, Party victim) throws SQLException;
  }

  static Control database(String id, String removes, String sql) {
    return new Control(
        id, removes, Kind.DATABASE, List.of(statement(sql)), "", Optional.empty(), false);
  }

  static Control server(String id, String removes, String sql, String undo) {
    return new Control(
        id, removes, Kind.SERVER, List.of(statement(sql)), undo, Optional.empty(), false);
  }

  static Control client(String id, String removes, Weakness weakness) {
    return new Control(id, removes, Kind.CLIENT, List.of(), "", Optional.of(weakness), false);
  }

  /** Switches off the event triggers that protect new objects. */
  static Control events(String id, String removes) {
    return new Control(id, removes, Kind.DATABASE, List.of(), "", Optional.empty(), true);
  }

  /** A change of a database that has no event triggers, as where nobody is a superuser. */
  static Control databaseWithoutEvents(String id, String removes, String sql) {
    return new Control(
        id, removes, Kind.DATABASE, List.of(statement(sql)), "", Optional.empty(), true);
  }

  /** Replaces text in a function of the gate, where it must occur exactly once. */
  static Control function(String id, String removes, String function, String text, String by) {
    Edit edit = (admin, attacker, victim) -> replace(admin, function, text, by);
    return new Control(id, removes, Kind.DATABASE, List.of(edit), "", Optional.empty(), false);
  }

  private static Edit statement(String sql) {
    return (admin, attacker, victim) -> Sql.run(admin, Party.fill(sql, attacker, victim));
  }

  private static void replace(Connection admin, String function, String text, String by)
      throws SQLException {
    List<String> found = Sql.column(admin, DEFINITION, function);
    if (found.size() != 1) {
      throw new IllegalStateException(
          "croft has %d functions %s".formatted(found.size(), function));
    }
    String[] parts = found.get(0).split(Pattern.quote(text), -1);
    if (parts.length != 2) {
      throw new IllegalStateException(
          "croft.%s holds %d times: %s".formatted(function, parts.length - 1, text));
    }
    Sql.run(admin, String.join(by, parts));
  }

  /** Returns the kebab-case name. */
  public String id() {
    return id;
  }

  /** Returns what is missing where it is applied, in a few words. */
  public String removes() {
    return removes;
  }

  /** Returns what it changes. */
  public Kind kind() {
    return kind;
  }

  Optional<Weakness> weakness() {
    return weakness;
  }

  /**
   * Takes the defence away; does nothing for one of kind {@code CLIENT}.
   *
   * @param admin a superuser's connection to the database of the attacker's home, in autocommit
   */
  public void apply(Connection admin, Placement attacker, Placement victim) throws SQLException {
    if (kind == Kind.DATABASE) {
      Events.disable(admin);
    }
    Sql.run(
        admin,
        "SET search_path = pg_catalog, " + io.croft.core.Identifiers.quote(attacker.schema()));
    for (Edit edit : edits) {
      edit.apply(admin, Party.attacker(attacker), Party.victim(victim));
    }
    if (kind == Kind.DATABASE && !withoutEvents) {
      Events.enable(admin);
    }
  }

  /** Gives back what the whole server has lost; a changed database stays as it is. */
  public void revert(Connection admin, Placement attacker, Placement victim) throws SQLException {
    if (!undo.isEmpty()) {
      Sql.run(admin, Party.fill(undo, Party.attacker(attacker), Party.victim(victim)));
    }
  }

  @Override
  public String toString() {
    return id;
  }
}
