package io.croft.move;

import io.croft.catalog.CatalogAddress;
import io.croft.catalog.ControlCatalog;
import io.croft.gate.MasterSecret;
import io.croft.home.Homes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;

/**
 * A process of its own that drives one move and is killed at a failpoint. Its arguments: the
 * catalog's address, the operation, the file of the master secret.
 */
final class CrashingMover {

  static final Duration HOLD = Duration.ofMillis(800);

  /** A machine that is busy with other work as well still copies a small tenant in the half. */
  private static final Duration LEASE = Duration.ofMillis(1500);

  private CrashingMover() {}

  public static void main(String[] arguments) {
    MasterSecret secret = MasterSecret.fromFile(Path.of(arguments[2]));
    try (ControlCatalog catalog = ControlCatalog.open(CatalogAddress.parse(arguments[0]), secret);
        Homes homes = new Homes(catalog::admin, secret.application())) {
      new Mover(catalog, secret, homes, settings())
          .run(UUID.fromString(arguments[1]), "victim", MoveListener.NONE);
    }
  }

  static MoveSettings settings() {
    return MoveFixture.PATIENT.withLease(LEASE).withHold(HOLD);
  }
}
