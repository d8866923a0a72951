package io.croft.move;

import static java.util.Locale.ROOT;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A module of the specification with a configuration: the one beside it, or a variant of that. A
 * variant that would change nothing is refused, so that no guard can be removed in vain.
 */
record Model(Path directory, String module, List<String> configuration) {

  /** Returns a module of the move with the configuration of its own name. */
  static Model of(String module) {
    return in(Path.of("src", "test", "tla").toAbsolutePath(), module);
  }

  static Model in(Path directory, String module) {
    try {
      return new Model(directory, module, Files.readAllLines(directory.resolve(module + ".cfg")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Gives a constant another value. */
  Model with(String constant, Object value) {
    String text = String.valueOf(value);
    return replace(
        "  " + constant + " = ",
        "  " + constant + " = " + (value instanceof Boolean ? text.toUpperCase(ROOT) : text));
  }

  /** Takes one guard of the protocol away. */
  Model without(String guard) {
    return with(guard, false);
  }

  /** Asks for one invariant only. */
  Model asking(String invariant) {
    return replace("INVARIANTS ", "INVARIANTS " + invariant);
  }

  /** Asks for a temporal property under the fairness of a specification, by one mover alone. */
  Model asking(String specification, String property) {
    // Alike movers and clients are merged for invariants only: TLC's liveness is not sound with it.
    return with("Movers", "{m1}")
        .replace("SPECIFICATION ", "SPECIFICATION " + specification)
        .replace("SYMMETRY ", "PROPERTIES " + property);
  }

  /** Returns the temporal properties that are asked for. */
  List<String> properties() {
    return configuration.stream()
        .filter(line -> line.startsWith("PROPERTIES "))
        .flatMap(line -> Stream.of(line.split(" ")).skip(1))
        .toList();
  }

  /** Writes the configuration, and the modules beside it, into another directory. */
  Path writeTo(Path other) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".tla")).toList()) {
        Files.copy(file, other.resolve(file.getFileName()));
      }
    }
    return Files.write(other.resolve(module + ".cfg"), configuration);
  }

  private Model replace(String beginning, String line) {
    List<String> changed =
        configuration.stream().map(old -> old.startsWith(beginning) ? line : old).toList();
    long lines = configuration.stream().filter(old -> old.startsWith(beginning)).count();
    if (lines != 1 || changed.equals(configuration)) {
      throw new IllegalArgumentException(
          "'%s' changes nothing in the configuration of %s".formatted(line, module));
    }
    return new Model(directory, module, changed);
  }
}
