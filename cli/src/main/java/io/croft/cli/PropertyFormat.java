package io.croft.cli;

import io.croft.catalog.CatalogAddress;
import io.croft.gate.ApplicationSecret;
import java.net.URI;
import java.util.Locale;

/** How the properties are spelled that an application needs to reach its tenants. */
enum PropertyFormat {
  /** A file of properties, as Java and Spring read it. */
  PROPERTIES,

  /** Variables of the environment, a line each and never quoted, as container engines read them. */
  ENV,

  /** An object of objects, which {@code SPRING_APPLICATION_JSON} takes too. */
  JSON;

  private record Nested(Values croft) {}

  private record Values(String catalog, String secret) {}

  /** Returns the spelling on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Returns the two properties, ready to be pasted. They hold the password and the secret: keep
   * them so. All of it is ASCII, without white space, quotes or backslashes in a value.
   */
  String text(CatalogAddress catalog, ApplicationSecret secret) {
    String uri = URI.create(catalog.uri()).toASCIIString();
    return switch (this) {
      case PROPERTIES -> "croft.catalog=" + uri + "\ncroft.secret=" + secret.hex() + "\n";
      case ENV -> "CROFT_CATALOG=" + uri + "\nCROFT_SECRET=" + secret.hex() + "\n";
      case JSON -> Json.page(new Nested(new Values(uri, secret.hex()))) + "\n";
    };
  }
}
