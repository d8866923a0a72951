package io.croft.cli;

import io.croft.catalog.CatalogAddress;
import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.gate.MasterSecret;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of every command that talks to the catalog, and where it is found without them. */
final class CatalogOptions {

  @Option(
      names = "--catalog",
      paramLabel = "URI",
      description = {
        "The catalog, as postgresql://user:password@host:port/database.",
        "Else CROFT_CATALOG, else the one of a running croft serve."
      })
  private @Nullable String catalog;

  @Option(
      names = "--secret-file",
      paramLabel = "FILE",
      description = {
        "The master secret: 64 hexadecimal digits that only you can read.",
        "Else CROFT_MASTER_SECRET, else the one of a running croft serve."
      })
  private @Nullable Path secretFile;

  private final Map<String, String> environment;

  CatalogOptions(Map<String, String> environment) {
    this.environment = environment;
  }

  /**
   * Opens the control plane that the options, the environment or a running {@code croft serve}
   * name; the caller closes it.
   *
   * @throws CroftException {@code catalog-unknown} when none of them names one
   */
  ControlPlane open() {
    String named = catalog != null ? catalog : environment.getOrDefault("CROFT_CATALOG", "");
    if (!named.isEmpty()) {
      return ControlPlane.open(
          CatalogAddress.parse(named), namedSecret().orElseThrow(this::noSecret));
    }
    Path file = ServedState.file(environment);
    ServedState served = ServedState.read(file).orElseThrow(() -> noCatalog(file));
    MasterSecret secret =
        namedSecret().orElseGet(() -> MasterSecret.fromFile(Path.of(served.secretFile())));
    return ControlPlane.open(CatalogAddress.parse(served.catalog()), secret);
  }

  private Optional<MasterSecret> namedSecret() {
    if (secretFile != null) {
      return Optional.of(MasterSecret.fromFile(secretFile));
    }
    String hex = environment.getOrDefault("CROFT_MASTER_SECRET", "");
    return hex.isEmpty() ? Optional.empty() : Optional.of(MasterSecret.parse(hex));
  }

  private CroftException noSecret() {
    return new CroftException(
        ErrorCode.CONFIGURATION_INVALID,
        "a catalog is named but no master secret",
        "give --secret-file, or set CROFT_MASTER_SECRET");
  }

  private static CroftException noCatalog(Path file) {
    return new CroftException(
        ErrorCode.CATALOG_UNKNOWN,
        "no catalog is named, and " + file + " tells of no croft serve that runs",
        "give --catalog, set CROFT_CATALOG, or start one with croft serve --embedded");
  }
}
