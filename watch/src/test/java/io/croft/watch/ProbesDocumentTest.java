package io.croft.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Every message of the watch points into this document. */
final class ProbesDocumentTest {

  @Test
  void everyProbeHasItsSection() throws Exception {
    assertThat(
            Files.readAllLines(Path.of("../docs/watch.md")).stream()
                .filter(line -> line.startsWith("### ")))
        .containsExactlyElementsOf(
            Arrays.stream(Probe.values()).map(probe -> "### " + probe.id()).toList());
  }
}
