package io.croft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class TerminalTest {

  private static Terminal watched(Map<String, String> environment) {
    return Terminal.of(environment, Map.of("croft.tty.err", "true")::get);
  }

  private static Terminal unwatched(Map<String, String> environment) {
    return Terminal.of(environment, Map.of("croft.tty.err", "false")::get);
  }

  @Test
  void coloursWhatAPersonWatches() {
    assertThat(watched(Map.of()).colour()).isTrue();
    assertThat(unwatched(Map.of()).colour()).isFalse();
  }

  @Test
  void obeysTheVariablesThatAskForNoColour() {
    assertThat(watched(Map.of("NO_COLOR", "1")).colour()).isFalse();
    assertThat(watched(Map.of("CLICOLOR", "0")).colour()).isFalse();
    assertThat(watched(Map.of("TERM", "dumb")).colour()).isFalse();
    assertThat(watched(Map.of("NO_COLOR", "")).colour()).isTrue();
  }

  @Test
  void obeysTheVariableThatForcesColour() {
    assertThat(unwatched(Map.of("CLICOLOR_FORCE", "1")).colour()).isTrue();
    assertThat(unwatched(Map.of("CLICOLOR_FORCE", "0")).colour()).isFalse();
    assertThat(watched(Map.of("CLICOLOR_FORCE", "1", "NO_COLOR", "1")).colour()).isFalse();
  }

  @Test
  void knowsWhichStreamsArePersonal() {
    Terminal terminal = Terminal.of(Map.of(), Map.of("croft.tty.out", "true")::get);
    assertThat(terminal.watchesOut()).isTrue();
    assertThat(terminal.watchesErr()).isFalse();
  }
}
