package io.croft.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.croft.jdbc.CroftDataSource.Builder;
import io.croft.micrometer.CroftMeters;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.springframework.boot.convert.DurationStyle;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The reference of properties is what the application's editor is told, and both are true. */
final class ConfigurationReferenceTest {

  private static final String METADATA = "META-INF/spring-configuration-metadata.json";
  private static final Path DOCUMENT = Path.of("../docs/spring-boot-properties.md");
  private static final String BEGIN = "| property | default | what it is |\n|---|---|---|\n";

  private final Map<String, JsonNode> properties = properties();

  private static Map<String, JsonNode> properties() {
    Map<String, JsonNode> found = new TreeMap<>();
    try {
      for (URL each :
          Collections.list(
              ConfigurationReferenceTest.class.getClassLoader().getResources(METADATA))) {
        try (InputStream in = each.openStream()) {
          for (JsonNode property : JsonMapper.shared().readTree(in).get("properties")) {
            String name = property.get("name").asString();
            if (name.startsWith("croft.")) {
              found.put(name, property);
            }
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }

  private String defaultOf(String name) {
    JsonNode value = properties.get(name).get("defaultValue");
    if (value == null) {
      return "";
    }
    return value.isArray()
        ? String.join(", ", value.valueStream().map(JsonNode::asString).toList())
        : value.asString();
  }

  private static String cell(String text) {
    return text.isEmpty() ? "" : "`" + text + "`";
  }

  @Test
  void everyPropertyIsInTheReference() throws IOException {
    StringBuilder table = new StringBuilder(BEGIN);
    properties.forEach(
        (name, property) ->
            table.append(
                "| `%s` | %s | %s |%n"
                    .formatted(name, cell(defaultOf(name)), property.get("description").asString())
                    .replace("\r", "")));
    String document = Files.readString(DOCUMENT);
    assertThat(document.substring(document.indexOf(BEGIN)))
        .as("what belongs into " + DOCUMENT)
        .startsWith(table.toString());
  }

  @Test
  void aDefaultThatIsToldIsTheDefault() {
    assertThat(DurationStyle.detectAndParse(defaultOf("croft.data-source.fence-timeout")))
        .isEqualTo(Builder.FENCE_TIMEOUT);
    assertThat(DurationStyle.detectAndParse(defaultOf("croft.data-source.connection-timeout")))
        .isEqualTo(Builder.CONNECTION_TIMEOUT);
    assertThat(DurationStyle.detectAndParse(defaultOf("croft.data-source.idle-timeout")))
        .isEqualTo(Builder.IDLE_TIMEOUT);
    assertThat(DurationStyle.detectAndParse(defaultOf("croft.data-source.max-lifetime")))
        .isEqualTo(Builder.MAX_LIFETIME);
    assertThat(DurationStyle.detectAndParse(defaultOf("croft.data-source.leak-threshold")))
        .isEqualTo(Builder.LEAK_THRESHOLD);
    assertThat(defaultOf("croft.data-source.pooler"))
        .isEqualTo(Builder.POOLER.name().toLowerCase(Locale.ROOT));
    assertThat(Integer.parseInt(defaultOf("croft.metrics.tenants")))
        .isEqualTo(CroftMeters.Builder.TENANTS);
    assertThat(DurationStyle.detectAndParse(defaultOf("croft.metrics.interval")))
        .isEqualTo(CroftMeters.Builder.INTERVAL);
  }
}
