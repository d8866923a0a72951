package io.croft.attack;

import static org.assertj.core.api.Assertions.assertThat;

import io.croft.core.Isolation;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.InputSource;

final class JUnitXmlTest {

  private static AttackResult result(
      String id, Outcome outcome, String evidence, ControlOutcome control) {
    Attack attack = Attacks.all().stream().filter(a -> a.id().equals(id)).findAny().orElseThrow();
    return new AttackResult(
        attack, Isolation.POOL, "eu-1", outcome, evidence, control, "nothing reached", 1234.5);
  }

  private static final AttackReport REPORT =
      new AttackReport(
          List.of(
              result("no-tenant", Outcome.HELD, "TN006", ControlOutcome.SUCCEEDS),
              result("second-enter", Outcome.HELD, "TN004", ControlOutcome.FAILS),
              result("missing-where", Outcome.THROUGH, "<3> reached", ControlOutcome.SUCCEEDS),
              result("truncate", Outcome.ERROR, "57P01", ControlOutcome.NOT_RUN_HERE),
              result(
                  "listen-notify", Outcome.NOT_RUN_HERE, "not here", ControlOutcome.NOT_RUN_HERE)),
          5000);

  @Test
  void countsASuiteForEachIsolation() {
    assertThat(JUnitXml.text(REPORT))
        .contains("<testsuites name=\"croft attack\" time=\"5.000\">")
        .contains("<testsuite name=\"pool\" tests=\"5\" failures=\"2\" errors=\"1\" skipped=\"1\">")
        .doesNotContain("name=\"schema\"");
  }

  @Test
  void tellsWhyACaseFailed() {
    assertThat(JUnitXml.text(REPORT))
        .contains("<failure message=\"the control did not succeed: nothing reached\"/>")
        .contains("<failure message=\"&lt;3&gt; reached\"/>")
        .contains("<error message=\"57P01\"/>")
        .contains("<skipped message=\"not here\"/>");
  }

  @Test
  void leavesACaseThatHeldWithoutAWord() {
    assertThat(JUnitXml.text(REPORT))
        .contains(
            "<testcase classname=\"pool.eu-1\" name=\"no-tenant\" time=\"1.235\"></testcase>");
  }

  @Test
  void isXmlWhateverTheServerSaid() throws Exception {
    String said = "a\u0001b\u001b[31m\ud800 <&\"' \ufffe \ud83d\ude00 end";
    AttackReport report =
        new AttackReport(
            List.of(result("truncate", Outcome.THROUGH, said, ControlOutcome.NOT_RUN_HERE)), 1);
    String message =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(JUnitXml.text(report))))
            .getElementsByTagName("failure")
            .item(0)
            .getAttributes()
            .getNamedItem("message")
            .getNodeValue();
    assertThat(message).isEqualTo("a?b?[31m? <&\"' ? \ud83d\ude00 end");
  }

  @Test
  void writesAFile(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("attacks.xml");
    JUnitXml.write(REPORT, file);
    assertThat(Files.readString(file)).isEqualTo(JUnitXml.text(REPORT));
  }

  @Test
  void isAFindingWhenSomethingIsThroughOrProvesNothing() {
    assertThat(REPORT.isClean()).isFalse();
    assertThat(REPORT.results().stream().filter(AttackResult::isFinding)).hasSize(3);
  }
}
