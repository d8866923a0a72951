package io.croft.move;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each guard of the mover is needed: its scenario ends well with the mover as it is, and badly with
 * one that lacks the guard. Such a mover exists here alone, made of a changed source.
 */
final class GuardMutationIT {

  /** What went wrong without each guard, for people to read. */
  private static final Path FILE = Path.of("target", "guards.txt");

  private static final Set<String> HELD = new HashSet<>();

  @TempDir private Path directory;

  @BeforeAll
  static void begin() throws IOException {
    Files.deleteIfExists(FILE);
  }

  @ParameterizedTest
  @MethodSource({
    "io.croft.move.GuardMutations#streams",
    "io.croft.move.GuardMutations#comparisons",
    "io.croft.move.GuardMutations#attempts"
  })
  void eachGuardIsNeeded(GuardMutation mutation) throws Exception {
    if (HELD.add(mutation.scenario() + " without " + mutation.behind())) {
      assertThat(findings(mutation, mutation.behind(), "with"))
          .as("%s with %s", mutation.scenario(), mutation)
          .isEmpty();
    }
    List<String> found = findings(mutation, mutation.edits(), "without");
    note(mutation + ": " + String.join("; ", found).lines().findFirst().orElse(""));
    assertThat(found)
        .as("%s without %s", mutation.scenario(), mutation)
        .anyMatch(what -> what.startsWith(mutation.breaks()));
  }

  private static void note(String line) throws IOException {
    Files.write(FILE, List.of(line), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private List<String> findings(GuardMutation mutation, List<SourceEdit> missing, String name)
      throws Exception {
    if (missing.isEmpty()) {
      return mutation.scenario().call();
    }
    try (WeakenedMover mover = WeakenedMover.without(missing, directory.resolve(name))) {
      return mover.findings(mutation.scenario());
    }
  }
}
