package io.croft.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import io.croft.jdbc.ErrorKind;
import io.micrometer.core.instrument.Tag;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Keeps {@code docs/metrics.md} equal to what is registered. */
final class MetricsDocumentTest {

  private static final Path DOCUMENT = Path.of("../docs/metrics.md");
  private static final Path EXPECTED = Path.of("target/metrics-table.md");

  @Test
  void listsEveryMeter() throws IOException {
    String table = table();
    Files.createDirectories(EXPECTED.getParent());
    Files.writeString(EXPECTED, table);
    assertThat(Files.readString(DOCUMENT))
        .as("docs/metrics.md differs; what it must hold is in %s", EXPECTED)
        .contains(table);
  }

  private static String table() {
    Stream<String> servers =
        ServerMeter.ALL.stream()
            .map(
                one ->
                    row(
                        one.name(),
                        "server",
                        one.tag(),
                        kind(one.counter()),
                        one.unit(),
                        one.description()));
    Stream<String> tenants =
        TenantMeter.ALL.stream()
            .map(
                one ->
                    row(
                        one.name(),
                        "tenant",
                        one.tag(),
                        kind(true),
                        one.unit(),
                        one.description()));
    Stream<String> catalog =
        CatalogMeter.ALL.stream()
            .map(
                one ->
                    row(
                        one.name(),
                        "",
                        Optional.empty(),
                        kind(one.counter()),
                        one.unit(),
                        one.description()));
    StringBuilder table =
        new StringBuilder("| meter | tags | kind | unit | tells |\n|---|---|---|---|---|\n");
    Stream.of(tenants, servers, catalog).flatMap(rows -> rows).distinct().forEach(table::append);
    return table.toString();
  }

  private static String row(
      String name, String of, Optional<Tag> tag, String kind, String unit, String description) {
    String tags =
        Stream.concat(Stream.of(of), tag.map(Tag::getKey).stream())
            .filter(one -> !one.isEmpty())
            .map(one -> "`" + one + "`")
            .reduce((one, other) -> one + ", " + other)
            .orElse("");
    return "| `%s` | %s | %s | %s | %s |\n".formatted(name, tags, kind, unit, description);
  }

  private static String kind(boolean counter) {
    return counter ? "counter" : "gauge";
  }

  @ParameterizedTest
  @EnumSource
  void namesEveryKindOfError(ErrorKind kind) throws IOException {
    assertThat(Files.readString(DOCUMENT)).contains("| `" + kind.word() + "` | ");
  }
}
