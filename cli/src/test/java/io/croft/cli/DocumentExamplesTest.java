package io.croft.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every example that readers copy is one that a test runs. With {@code -Dcroft.docs.write} the
 * documents are brought up to date instead of compared.
 */
final class DocumentExamplesTest {

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final DocumentExamples HOUSE = new DocumentExamples(ROOT);
  private static final String CODE = "m/src/test/java/XIT.java";

  @TempDir private Path tree = Path.of("");

  static List<String> documents() throws IOException {
    return HOUSE.documents();
  }

  @ParameterizedTest
  @MethodSource("documents")
  void showsTheCodeThatRuns(String document) throws IOException {
    String written = HOUSE.written(document);
    if (System.getProperty("croft.docs.write") != null) {
      Files.writeString(ROOT.resolve(document), written);
    }
    assertThat(Files.readString(ROOT.resolve(document)))
        .as("%s; -Dcroft.docs.write brings it up to date", document)
        .isEqualTo(written);
  }

  @Test
  void everyRegionIsShown() throws IOException {
    assertThat(HOUSE.regions()).as("regions that no document shows").isEqualTo(HOUSE.named());
  }

  private void plant(String file, String text) throws IOException {
    Path path = tree.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private String written(String document) throws IOException {
    plant("docs/d.md", document);
    return new DocumentExamples(tree).written("docs/d.md");
  }

  private static String example(String file, String fenced) {
    return "before\n<!-- region: " + file + " -->\n```java\n" + fenced + "```\nafter\n";
  }

  @Test
  void writesARegionWithoutItsIndentationAndMarks() throws IOException {
    plant(
        CODE,
        String.join(
            "\n",
            "class XIT {",
            "  // region outer",
            "  void test() {",
            "    // region inner",
            "    int one = 1;",
            "    // endregion",
            "  }",
            "",
            "  // endregion",
            "}"));
    assertThat(written(example(CODE + "#outer", "old\n")))
        .isEqualTo(example(CODE + "#outer", "void test() {\n  int one = 1;\n}\n"));
    assertThat(written(example(CODE + "#inner", "")))
        .isEqualTo(example(CODE + "#inner", "int one = 1;\n"));
    assertThat(written(example(CODE + "#inner", "").indent(3)))
        .isEqualTo(example(CODE + "#inner", "int one = 1;\n").indent(3));
    assertThat(new DocumentExamples(tree).regions())
        .containsExactly(CODE + "#inner", CODE + "#outer");
    assertThat(new DocumentExamples(tree).named()).containsExactly(CODE + "#inner");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x.properties # region a|a=1|# endregion",
        "x.yaml # region a|a: 1|# endregion",
        "x.sql -- region a|SELECT 1|-- endregion",
        "x.xml <!-- region a -->|<a/>|<!-- endregion -->"
      })
  void readsOtherLanguages(String source) throws IOException {
    String[] parts = source.split(" ", 2);
    String[] lines = parts[1].split("\\|", -1);
    String file = "m/src/test/resources/" + parts[0];
    plant(file, String.join("\n", lines) + "\n");
    assertThat(written("<!-- region: " + file + "#a -->\n```any\n```\n"))
        .endsWith("```any\n" + lines[1] + "\n```\n");
  }

  private void assertRefused(String document, String why) {
    assertThatThrownBy(() -> written(document))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(why);
  }

  @Test
  void refusesWhatNoTestRuns() throws IOException {
    plant(CODE, "// region a\n// endregion\n");
    plant("m/src/main/java/X.java", "// region a\n// endregion\n");
    assertRefused("```java\nint one = 1;\n```\n", "that no test runs");
    assertRefused(
        example(CODE + "#a", "int one = 1;\n") + "```java\nint two;\n```\n", "that no test runs");
    assertRefused(example(CODE + "#b", ""), "region b");
    assertRefused(example("m/src/test/java/YIT.java#a", ""), "no file of a test");
    assertRefused(example("m/src/main/java/X.java#a", ""), "no file of a test");
    assertRefused("<!-- region: " + CODE + "#a -->\n\n```java\n```\n", "no fenced block");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "// region a\n",
        "// endregion\n",
        "// region a\n// endregion\n// region a\n// endregion\n"
      })
  void refusesMarksThatDoNotMatch(String code) throws IOException {
    plant(CODE, code);
    assertRefused(example(CODE + "#a", ""), "region");
  }
}
