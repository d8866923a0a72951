package io.croft.demo;

import io.croft.core.Isolation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * One attempt of SQL in a tenant's own connection to become, read or change another tenant.
 *
 * @param title what it tries
 * @param homes in which homes it is tried
 * @param acts its statements, with the victim's words in braces; between two acts the victim works
 */
record Forgery(String title, Set<Isolation> homes, List<List<Step>> acts) {

  /** What a step's statement is for. */
  enum Kind {
    /** It prepares; an error refuses the forgery. */
    PREPARE,
    /** Its number is how many rows of others it reached. */
    READ,
    /** Its update count is how many rows of others it reached. */
    WRITE,
    /** The transaction is committed. */
    COMMIT
  }

  /** One statement. */
  record Step(Kind kind, String sql) {}

  /** Returns the forgeries of the corpus {@code forgeries.txt}. */
  static List<Forgery> corpus() {
    try (InputStream in = Forgery.class.getResourceAsStream("forgeries.txt")) {
      if (in == null) {
        throw new IllegalStateException("forgeries.txt is missing from the jar");
      }
      return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new IllegalStateException("forgeries.txt cannot be read", e);
    }
  }

  static List<Forgery> parse(String text) {
    List<Forgery> all = new ArrayList<>();
    for (String line : text.lines().toList()) {
      if (line.startsWith("[")) {
        all.add(begin(line));
      } else if (line.startsWith(">")) {
        all.get(all.size() - 1).acts.add(new ArrayList<>());
      } else if (!line.isBlank() && line.charAt(0) != '#') {
        List<List<Step>> acts = all.get(all.size() - 1).acts;
        acts.get(acts.size() - 1).add(step(line));
      }
    }
    return List.copyOf(all);
  }

  private static Forgery begin(String line) {
    int end = line.indexOf(']');
    Set<Isolation> homes = EnumSet.noneOf(Isolation.class);
    Arrays.stream(line.substring(1, end).split(" ", -1)).map(Isolation::of).forEach(homes::add);
    List<List<Step>> acts = new ArrayList<>();
    acts.add(new ArrayList<>());
    return new Forgery(line.substring(end + 2), homes, acts);
  }

  private static Step step(String line) {
    Kind kind =
        switch (line.charAt(0)) {
          case '!' -> Kind.PREPARE;
          case '?' -> Kind.READ;
          case '=' -> Kind.WRITE;
          case ';' -> Kind.COMMIT;
          default -> throw new IllegalArgumentException("not a step: " + line);
        };
    return new Step(kind, line.substring(1).strip());
  }

  /**
   * Returns those of {@code forgeries} that are meant for the attacker's home, as it tries them.
   */
  static List<Trick> tricks(List<Forgery> forgeries, Party attacker, Party victim) {
    return forgeries.stream()
        .filter(forgery -> forgery.homes.contains(attacker.home().isolation()))
        .map(forgery -> forgery.against(attacker, victim))
        .toList();
  }

  /** Returns the forgery as {@code attacker} tries it on {@code victim}. */
  private Trick against(Party attacker, Party victim) {
    return new Trick(
        title,
        acts.stream()
            .<Trick.Act>map(
                steps ->
                    own -> {
                      long reached = 0;
                      for (Step step : steps) {
                        reached += run(own, step.kind, victim.fill(step.sql, attacker.home()));
                      }
                      return reached;
                    })
            .toList());
  }

  private static long run(Connection own, Kind kind, String sql) throws SQLException {
    if (kind == Kind.COMMIT) {
      own.commit();
      return 0;
    }
    try (PreparedStatement statement = own.prepareStatement(sql)) {
      return switch (kind) {
        case READ -> number(statement);
        case WRITE -> statement.executeUpdate();
        case PREPARE, COMMIT -> {
          statement.execute();
          yield 0;
        }
      };
    }
  }

  private static long number(PreparedStatement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery()) {
      return row.next() ? row.getLong(1) : 0;
    }
  }
}
