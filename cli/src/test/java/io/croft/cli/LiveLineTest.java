package io.croft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

final class LiveLineTest {

  private final StringWriter written = new StringWriter();
  private final LiveLine line = new LiveLine(new PrintWriter(written));

  @Test
  void writesOverTheWholeOfTheTextBefore() {
    line.show("copied: 10 rows");
    line.show("done");
    line.end();
    assertThat(written.toString())
        .isEqualTo("\rcopied: 10 rows\rdone" + " ".repeat(11) + System.lineSeparator());
  }

  @Test
  void staysOnOneLineOfTheTerminal() {
    line.show("x".repeat(500) + "\n");
    assertThat(written.toString()).hasSize(80).doesNotContain("\n");
  }

  @Test
  void leavesNoEmptyLineWhereNothingWasShown() {
    line.end();
    assertThat(written.toString()).isEmpty();
  }
}
