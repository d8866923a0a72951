package io.croft.attack;

import static org.assertj.core.api.Assertions.assertThat;

import io.croft.core.Isolation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Keeps the tables of {@code docs/attacks.md} equal to the catalogue. */
final class AttacksDocumentTest {

  private static final Path DOCUMENT = Path.of("../docs/attacks.md");
  private static final Path EXPECTED = Path.of("target/attacks-tables.md");

  @Test
  void listsEveryAttackAndEveryControl() throws IOException {
    String tables = attacks() + "\n" + controls();
    Files.createDirectories(Path.of("target"));
    Files.writeString(EXPECTED, tables);
    assertThat(Files.readString(DOCUMENT))
        .as("docs/attacks.md differs from the catalogue; what it must hold is in %s", EXPECTED)
        .contains(attacks())
        .contains(controls());
  }

  private static String attacks() {
    StringBuilder table = new StringBuilder();
    table.append("| attack | what is tried | isolations | tried on | control | from |\n");
    table.append("|---|---|---|---|---|---|\n");
    for (Attack attack : Attacks.all()) {
      table.append(
          "| `%s` | %s | %s | %s | %s | %s |\n"
              .formatted(
                  attack.id(),
                  escaped(attack.title()),
                  attack.isolations().size() == Isolation.values().length
                      ? "all"
                      : attack.isolations().stream()
                          .sorted()
                          .map(Isolation::word)
                          .collect(Collectors.joining(", ")),
                  attack.safety() == Safety.LIVE ? "any server" : attack.safety().words(),
                  attack.residual() ? "residual" : controlsOf(attack),
                  escaped(attack.source())));
    }
    return table.toString();
  }

  private static String controlsOf(Attack attack) {
    return attack.isolations().stream()
        .sorted()
        .map(isolation -> attack.control(isolation).orElseThrow().id())
        .distinct()
        .map(id -> "`" + id + "`")
        .collect(Collectors.joining(", "));
  }

  private static String controls() {
    return "| control | what it removes | changes |\n|---|---|---|\n"
        + Attacks.controls().stream()
            .map(
                control ->
                    "| `%s` | %s | %s |\n"
                        .formatted(
                            control.id(),
                            escaped(control.removes()),
                            switch (control.kind()) {
                              case DATABASE -> "the database";
                              case SERVER -> "a role or right of the server";
                              case CLIENT -> "the client";
                            }))
            .distinct()
            .collect(Collectors.joining());
  }

  private static String escaped(String text) {
    return text.replace("|", "\\|").replace("*", "\\*").replace("_", "\\_");
  }
}
