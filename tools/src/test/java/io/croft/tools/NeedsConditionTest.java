package io.croft.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a test whose program is not installed. */
class NeedsConditionTest {

  @TempDir private Path directory = Path.of("");

  private Optional<ExtensionContext> present = Optional.empty();

  @RegisterExtension final BeforeEachCallback capture = context -> present = Optional.of(context);

  @Test
  @Needs("sh")
  void runsWhereTheProgramIsInstalled() {
    assertThat(decide(true, false).isDisabled()).isFalse();
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  @Needs({"sh", "cat"})
  void isSkippedAndRememberedWhereItIsMissing() {
    assertThat(decide(false, false).isDisabled()).isTrue();
    assertThat(directory.resolve("NeedsConditionTest.isSkippedAndRememberedWhereItIsMissing"))
        .hasContent("NeedsConditionTest.isSkippedAndRememberedWhereItIsMissing needs cat and sh");
  }

  @Test
  @Needs("sh")
  void isForgottenOnceItRuns() throws Exception {
    decide(false, false);
    assertThat(Files.list(directory)).hasSize(1);
    decide(true, false);
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  @Needs("sh")
  void failsWhereNothingMayBeSkipped() {
    assertThatThrownBy(() -> decide(false, true))
        .hasMessageContaining("needs sh, which is not installed");
  }

  @Test
  void leavesOtherTestsAlone() {
    assertThat(decide(false, true).isDisabled()).isFalse();
  }

  @Test
  void findsProgramsByTheirName() {
    assertThat(Programs.find("sh")).hasValueSatisfying(sh -> assertThat(sh).isExecutable());
    assertThat(Programs.find("no-program-has-this-name")).isEmpty();
  }

  private ConditionEvaluationResult decide(boolean installed, boolean required) {
    SkippedTests skipped = new SkippedTests(directory);
    return new NeedsCondition(any -> installed, required, skipped)
        .evaluateExecutionCondition(present.orElseThrow());
  }
}
