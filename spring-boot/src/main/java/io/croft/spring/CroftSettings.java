package io.croft.spring;

import io.croft.catalog.Catalog;
import io.croft.catalog.CatalogAddress;
import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.gate.ApplicationSecret;
import io.croft.jdbc.CroftDataSource;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;

/** Turns properties into what they spell. */
final class CroftSettings {

  /** With it the driver lists only tables of the tenant's own schema, as tools expect. */
  private static final String HIDE = "hideUnprivilegedObjects";

  private static final int LONGEST_NAME = 63;

  private CroftSettings() {}

  static CatalogAddress catalog(CroftProperties properties) {
    if (properties.catalog() == null) {
      throw missing(
          "croft.catalog",
          "set croft.catalog=postgresql://user:password@host:port/database; "
              + "`croft application login` prints it");
    }
    return CatalogAddress.parse(properties.catalog());
  }

  static ApplicationSecret secret(CroftProperties properties) {
    if (properties.secret() != null && properties.secretFile() != null) {
      throw new CroftException(
          ErrorCode.CONFIGURATION_INVALID,
          "both croft.secret and croft.secret-file are set",
          "remove one of them");
    }
    if (properties.secretFile() != null) {
      return ApplicationSecret.fromFile(properties.secretFile());
    }
    if (properties.secret() != null) {
      return ApplicationSecret.parse(properties.secret());
    }
    throw missing(
        "croft.secret",
        "set croft.secret or croft.secret-file; `croft application login` prints it");
  }

  static CroftDataSource source(
      Catalog catalog,
      ApplicationSecret secret,
      CroftProperties.Connections wanted,
      Environment environment) {
    CroftDataSource.Builder builder = CroftDataSource.builder(catalog, secret);
    give(wanted.fenceTimeout(), builder::fenceTimeout);
    give(wanted.connectionTimeout(), builder::connectionTimeout);
    give(wanted.idleTimeout(), builder::idleTimeout);
    give(wanted.maxLifetime(), builder::maxLifetime);
    give(wanted.leakThreshold(), builder::leakThreshold);
    give(wanted.pooler(), builder::pooler);
    give(name(wanted, environment), builder::applicationName);
    Map<String, String> driver = wanted.driverProperties();
    driver.putIfAbsent(HIDE, "true");
    driver.forEach(builder::driverProperty);
    return builder.build();
  }

  private static @Nullable String name(
      CroftProperties.Connections wanted, Environment environment) {
    if (wanted.applicationName() != null) {
      return wanted.applicationName();
    }
    @Nullable String application = environment.getProperty("spring.application.name");
    return application == null || application.isBlank()
        ? null
        : application.substring(0, Math.min(application.length(), LONGEST_NAME));
  }

  private static <T> void give(@Nullable T value, Consumer<T> setting) {
    if (value != null) {
      setting.accept(value);
    }
  }

  private static CroftException missing(String property, String hint) {
    return new CroftException(
        ErrorCode.CONFIGURATION_INVALID, "the property " + property + " is not set", hint);
  }
}
