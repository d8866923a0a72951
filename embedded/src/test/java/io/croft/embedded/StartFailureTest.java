package io.croft.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StartFailureTest {

  @Test
  void namesTheMissingLibrary() {
    EmbeddedPostgresException failure =
        StartFailure.of(
            "x",
            "postgres: error while loading shared libraries: libstdc++.so.6: cannot open shared"
                + " object file: No such file or directory");
    assertThat(failure.hint()).startsWith("Install").contains("libstdc++.so.6");
  }

  @Test
  void showsTheEndOfTheLogAndWhatToDo() {
    String log = "line\n".repeat(50) + "FATAL:  could not map anonymous shared memory";
    EmbeddedPostgresException failure = StartFailure.of("It did not start", log);
    assertThat(failure)
        .hasMessageStartingWith("It did not start:")
        .hasMessageContaining("FATAL:  could not map")
        .hasMessageEndingWith(failure.hint());
    assertThat(failure.hint()).contains("shared_buffers");
    assertThat(failure.getMessage()).hasLineCount(22);
  }

  @Test
  void alwaysHasAHint() {
    assertThat(StartFailure.of("x", "never seen before").hint()).isNotEmpty();
  }

  @Test
  void tellsATakenPort() {
    assertThat(StartFailure.portWasTaken("could not bind IPv4: Address already in use")).isTrue();
    assertThat(StartFailure.portWasTaken("could not bind IPv4: Permission denied")).isFalse();
  }
}
