package io.croft.attack;

import io.croft.core.Isolation;
import java.io.IOException;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * A report as JUnit XML, which build servers read: a suite for each isolation, a case for each
 * attack. What was let through or whose control failed is a failure, what could not be tried an
 * error, what was not run here is skipped.
 */
public final class JUnitXml {

  private JUnitXml() {}

  /** Writes the report to a file, over what was there. */
  public static void write(AttackReport report, Path file) throws IOException {
    try (Writer out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
      out.write(text(report));
    }
  }

  /** Returns the report as a document. */
  public static String text(AttackReport report) {
    StringWriter text = new StringWriter();
    try {
      XMLStreamWriter xml = XMLOutputFactory.newInstance().createXMLStreamWriter(text);
      xml.writeStartDocument("UTF-8", "1.0");
      xml.writeStartElement("testsuites");
      xml.writeAttribute("name", "croft attack");
      xml.writeAttribute("time", seconds(report.millis()));
      for (Isolation isolation : Isolation.values()) {
        suite(xml, isolation, report.in(isolation));
      }
      xml.writeEndElement();
      xml.writeEndDocument();
      xml.close();
    } catch (XMLStreamException e) {
      throw new IllegalStateException("the report cannot be written as XML", e);
    }
    return text.append('\n').toString();
  }

  private static void suite(XMLStreamWriter xml, Isolation isolation, List<AttackResult> results)
      throws XMLStreamException {
    if (results.isEmpty()) {
      return;
    }
    xml.writeStartElement("testsuite");
    xml.writeAttribute("name", isolation.word());
    xml.writeAttribute("tests", Integer.toString(results.size()));
    xml.writeAttribute("failures", count(results, "failure"));
    xml.writeAttribute("errors", count(results, "error"));
    xml.writeAttribute("skipped", count(results, "skipped"));
    for (AttackResult result : results) {
      xml.writeStartElement("testcase");
      xml.writeAttribute("classname", isolation.word() + "." + result.server());
      xml.writeAttribute("name", result.attack().id());
      xml.writeAttribute("time", seconds(result.millis()));
      String kind = kind(result);
      if (!kind.isEmpty()) {
        xml.writeEmptyElement(kind);
        xml.writeAttribute("message", legal(message(result)));
      }
      xml.writeEndElement();
    }
    xml.writeEndElement();
  }

  private static String kind(AttackResult result) {
    if (result.outcome() == Outcome.THROUGH || result.control() == ControlOutcome.FAILS) {
      return "failure";
    }
    return switch (result.outcome()) {
      case ERROR -> "error";
      case NOT_RUN_HERE -> "skipped";
      case HELD, RESIDUAL, THROUGH -> "";
    };
  }

  private static String message(AttackResult result) {
    return result.outcome() == Outcome.HELD || result.outcome() == Outcome.RESIDUAL
        ? "the control did not succeed: " + result.controlEvidence()
        : result.evidence();
  }

  /** What XML 1.0 has no way to write; a server's message may quote anything. */
  private static String legal(String text) {
    return text.codePoints()
        .map(c -> isLegal(c) ? c : '?')
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static boolean isLegal(int character) {
    return character == '\t'
        || character == '\n'
        || character == '\r'
        || (character >= ' ' && character <= 0xD7FF)
        || (character >= 0xE000 && character <= 0xFFFD)
        || character >= 0x10000;
  }

  private static String count(List<AttackResult> results, String kind) {
    return Long.toString(results.stream().filter(r -> kind(r).equals(kind)).count());
  }

  private static String seconds(double millis) {
    return String.format(Locale.ROOT, "%.3f", millis / 1000);
  }
}
