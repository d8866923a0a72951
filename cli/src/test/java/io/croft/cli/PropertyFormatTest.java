package io.croft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.croft.catalog.CatalogAddress;
import io.croft.gate.ApplicationSecret;
import java.io.IOException;
import java.io.StringReader;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The properties of an application, as those who read them understand them. */
final class PropertyFormatTest {

  private static final String HEX = "0123456789abcdef".repeat(4);
  private static final ApplicationSecret SECRET = ApplicationSecret.parse(HEX);

  /** All that an address may hold and a format could take for its own. */
  private static final CatalogAddress ODD =
      new CatalogAddress(
          "jdbc:postgresql://[::1]:6432/kro%23ft?sslmode=require&options=-c%20x=ı!",
          "shop\\ #'\"ğ", "p=a:s$s\\w\"o r#d!");

  @Test
  void propertiesAreReadBackAsTheyWere() throws IOException {
    Properties read = new Properties();
    read.load(new StringReader(PropertyFormat.PROPERTIES.text(ODD, SECRET)));

    assertThat(read).containsOnlyKeys("croft.catalog", "croft.secret");
    assertThat(read.getProperty("croft.secret")).isEqualTo(HEX);
    assertSame(read.getProperty("croft.catalog"));
  }

  @Test
  void variablesAreALineEachAndNeedNoQuotes() {
    String[] lines = PropertyFormat.ENV.text(ODD, SECRET).split("\n", -1);

    assertThat(lines).hasSize(3);
    assertThat(lines[0]).startsWith("CROFT_CATALOG=postgresql://");
    assertSame(lines[0].substring("CROFT_CATALOG=".length()));
    assertThat(lines[1]).isEqualTo("CROFT_SECRET=" + HEX);
    assertThat(lines[2]).isEmpty();
  }

  @Test
  void jsonIsAnObjectOfObjects() {
    JsonNode read = new JsonMapper().readTree(PropertyFormat.JSON.text(ODD, SECRET));

    assertThat(read.at("/croft/secret").asString()).isEqualTo(HEX);
    assertSame(read.at("/croft/catalog").asString());
  }

  @Test
  void valuesHoldNothingThatAFormatTakesForItsOwn() {
    for (PropertyFormat format : PropertyFormat.values()) {
      assertThat(format.text(ODD, SECRET)).as(format.toString()).isASCII().doesNotContain("\\");
    }
    assertThat(PropertyFormat.ENV.text(ODD, SECRET)).doesNotContain("'", "\"", " ", "#", "$");
  }

  private static void assertSame(String uri) {
    CatalogAddress read = CatalogAddress.parse(uri);
    assertThat(read.user()).isEqualTo(ODD.user());
    assertThat(read.password()).isEqualTo(ODD.password());
    assertThat(read.jdbcUrl()).startsWith("jdbc:postgresql://[::1]:6432/kro%23ft?sslmode=require");
  }
}
