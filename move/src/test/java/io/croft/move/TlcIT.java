package io.croft.move;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A run of the model checker that shows nothing passes for nothing. */
class TlcIT {

  private static final String CONFIGURATION =
      """
      CONSTANTS
        Last = 3
      INIT Init
      NEXT Next
      INVARIANTS Small
      """;

  private static final String MODULE =
      """
      ---- MODULE Counter ----
      EXTENDS Naturals
      CONSTANT Last
      VARIABLE n
      Init == n = 0
      Next == n' = (n + 1) % (Last + 1)
      Small == n <= Last
      Tiny == n < Last
      Started == n > 0
      ====
      """;

  @TempDir Path directory;

  private Model counter(String module, String configuration) throws Exception {
    Files.writeString(directory.resolve("Counter.tla"), module);
    Files.writeString(directory.resolve("Counter.cfg"), configuration);
    return Model.in(directory, "Counter");
  }

  @Test
  void tellsAPromiseThatHoldsFromOneThatFails() throws Exception {
    Model counter = counter(MODULE, CONFIGURATION);

    assertThat(Tlc.quick().check(counter)).isEqualTo(new Verdict.Held(5, 4, 4));
    assertThat(Tlc.quick().check(counter.asking("Tiny"))).isEqualTo(new Verdict.Violated("Tiny"));
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "n' = (n + 1)   | n' = (n +               | ***Parse Error***",
        "n <= Last      | n <= Lost               | Unknown operator",
        "Init == n = 0  | Init == n \\in {}        | 0 distinct states found",
        "% (Last + 1)   | * 0                     | 1 distinct states found",
        "Init == n = 0  | Init == n = {}          | should be an integer",
        "VARIABLE n     | VARIABLE n ASSUME FALSE | is false",
        "% (Last + 1)   | /\\ n < Last             | Deadlock reached",
      })
  void passesForNothingWithModule(String right, String wrong, String reason) throws Exception {
    assertThat(MODULE).contains(right);

    assertUnchecked(
        Tlc.quick().check(counter(MODULE.replace(right, wrong), CONFIGURATION)), reason);
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "Last = 3 | Other = 3 | is not assigned a value",
        "Small    | Large     | is not defined",
        "Small    | Started   | violated by the initial state",
        "INIT     | BEGIN     | error in the configuration file",
      })
  void passesForNothingWithConfiguration(String right, String wrong, String reason)
      throws Exception {
    assertThat(CONFIGURATION).contains(right);

    assertUnchecked(
        Tlc.quick().check(counter(MODULE, CONFIGURATION.replace(right, wrong))), reason);
  }

  @Test
  void passesForNothingWithASearchThatDoesNotEnd() throws Exception {
    String endless = MODULE.replace(" % (Last + 1)", "").replace("<= Last", ">= 0");

    assertUnchecked(
        Tlc.quick().within(Duration.ofSeconds(5)).check(counter(endless, CONFIGURATION)),
        "not at its end");
  }

  private static void assertUnchecked(Verdict verdict, String reason) {
    assertThat(verdict)
        .isInstanceOfSatisfying(
            Verdict.Unchecked.class, nothing -> assertThat(nothing.output()).contains(reason));
  }

  @Test
  void refusesAVariantThatRemovesNothing() {
    assertThatThrownBy(() -> Model.of("TenantMove").without("LocksWait"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Model.of("TenantMove").with("MaxWrites", 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void countsOnlyWhatIsSaidInFull() {
    List<String> output =
        List.of(
            "Model checking completed. No error has been found.",
            "7 states generated, 4 distinct states found, 0 states left on queue.",
            "The depth of the complete state graph search is 3.");

    assertThat(Verdict.of(0, output, List.of())).isEqualTo(new Verdict.Held(7, 4, 3));
    for (int missing = 0; missing < output.size(); missing++) {
      List<String> part = new ArrayList<>(output);
      part.remove(missing);
      assertThat(Verdict.of(0, part, List.of())).isInstanceOf(Verdict.Unchecked.class);
    }
    assertThat(Verdict.of(1, output, List.of())).isInstanceOf(Verdict.Unchecked.class);
    assertThat(Verdict.of(12, output, List.of())).isInstanceOf(Verdict.Unchecked.class);
    assertThat(Verdict.of(13, output, List.of("P"))).isInstanceOf(Verdict.Unchecked.class);
    assertThat(Verdict.of(0, List.of(), List.of())).isInstanceOf(Verdict.Unchecked.class);
  }
}
