package io.croft.demo;

import io.croft.core.Isolation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
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
 * @param steps its statements, with the victim's words in braces
 */
record Forgery(String title, Set<Isolation> homes, List<Step> steps) {

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
        int end = line.indexOf(']');
        Set<Isolation> homes = EnumSet.noneOf(Isolation.class);
        Arrays.stream(line.substring(1, end).split(" ")).map(Isolation::of).forEach(homes::add);
        all.add(new Forgery(line.substring(end + 2), homes, new ArrayList<>()));
      } else if (!line.isBlank() && line.charAt(0) != '#') {
        all.get(all.size() - 1).steps.add(step(line));
      }
    }
    return List.copyOf(all);
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
}
