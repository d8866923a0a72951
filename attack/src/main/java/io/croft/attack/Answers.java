package io.croft.attack;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What answered an attack, attempt by attempt. Not thread-safe. */
final class Answers {

  private static final int LONGEST = 110;

  private final Map<String, Integer> held = new LinkedHashMap<>();
  private final List<String> through = new ArrayList<>();
  private final List<String> shown = new ArrayList<>();
  private final List<String> broken = new ArrayList<>();
  private String message = "";

  /** An attempt was refused by the expected SQLSTATE. */
  void refused(SQLException by) {
    held.merge(String.valueOf(by.getSQLState()), 1, Integer::sum);
    if (message.isEmpty()) {
      message = shortened(by);
    }
  }

  /** An attempt ended in nothing, as it must. */
  void nothing(String what) {
    held.merge(what, 1, Integer::sum);
  }

  /** An attempt reached what it must not. */
  void through(String what) {
    through.add(what);
  }

  /** A residual channel was seen. */
  void shows(String what) {
    shown.add(what);
  }

  /** An attempt proves nothing. */
  void broken(String what) {
    broken.add(what);
  }

  /** An attempt failed for another reason than expected. */
  void broken(String what, SQLException by) {
    broken.add("%s: %s %s".formatted(what, by.getSQLState(), shortened(by)));
  }

  boolean isThrough() {
    return !through.isEmpty();
  }

  Outcome outcome() {
    if (isThrough()) {
      return Outcome.THROUGH;
    }
    if (!broken.isEmpty() || (held.isEmpty() && shown.isEmpty())) {
      return Outcome.ERROR;
    }
    return shown.isEmpty() ? Outcome.HELD : Outcome.RESIDUAL;
  }

  /** Returns the evidence of the outcome on one line. */
  String evidence() {
    return switch (outcome()) {
      case THROUGH -> first(through);
      case RESIDUAL -> String.join("; ", shown);
      case ERROR -> broken.isEmpty() ? "nothing was tried" : first(broken);
      case HELD, NOT_RUN_HERE ->
          held.entrySet().stream()
                  .map(e -> e.getValue() == 1 ? e.getKey() : e.getKey() + " ×" + e.getValue())
                  .collect(Collectors.joining(", "))
              + (message.isEmpty() ? "" : ": " + message);
    };
  }

  private static String first(List<String> all) {
    return all.size() == 1 ? all.get(0) : "%s (and %d more)".formatted(all.get(0), all.size() - 1);
  }

  /** The server's first line; what stands after it may quote a statement. */
  static String shortened(SQLException error) {
    String text = String.valueOf(error.getMessage()).lines().findFirst().orElse("");
    String line = text.startsWith("ERROR: ") ? text.substring("ERROR: ".length()) : text;
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST - 1) + "…";
  }
}
