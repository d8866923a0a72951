package io.croft.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The example that readers copy is the one that the tests run. */
final class BulkLoadDocumentTest {

  private static final Path TEST = Path.of("src/test/java/io/croft/jdbc/BulkLoadContract.java");
  private static final Path DOCUMENT = Path.of("../docs/bulk-load.md");

  @Test
  void showsTheCodeThatRuns() throws IOException {
    String code = between(Files.readString(TEST), "// tag::load[]\n", "    // end::load[]");
    assertThat(Files.readString(DOCUMENT))
        .contains("```java\n" + code.stripTrailing().stripIndent() + "\n```\n");
  }

  private static String between(String text, String from, String to) {
    int begin = text.indexOf(from) + from.length();
    return text.substring(begin, text.indexOf(to, begin));
  }
}
