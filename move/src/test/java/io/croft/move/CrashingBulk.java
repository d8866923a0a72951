package io.croft.move;

import io.croft.catalog.CatalogAddress;
import io.croft.catalog.ControlCatalog;
import io.croft.core.Isolation;
import io.croft.gate.MasterSecret;
import io.croft.home.Homes;
import io.croft.testbed.TestFleet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * A process of its own that moves the tenants of a plan to schemas of the second server and is
 * killed at a failpoint. Its arguments: the catalog's address, the file of the master secret, the
 * plan.
 */
final class CrashingBulk {

  private CrashingBulk() {}

  static Process start(TestFleet fleet, Path directory, String failpoint, String plan)
      throws IOException {
    Path secretFile = directory.resolve("secret");
    fleet.secret().writeTo(secretFile);
    return new ProcessBuilder(
            System.getProperty("java.home") + "/bin/java",
            "-XX:TieredStopAtLevel=1",
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
            "-Dcroft.failpoint=" + failpoint,
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            CrashingBulk.class.getName(),
            fleet.address().uri(),
            secretFile.toString(),
            plan)
        .inheritIO()
        .start();
  }

  public static void main(String[] arguments) {
    MasterSecret secret = MasterSecret.fromFile(Path.of(arguments[1]));
    try (ControlCatalog catalog = ControlCatalog.open(CatalogAddress.parse(arguments[0]), secret);
        Homes homes = new Homes(catalog::admin, secret.application())) {
      Mover mover = new Mover(catalog, secret, homes, CrashingMover.settings());
      BulkFilter filter = new BulkFilter(arguments[2], null, Map.of(), null);
      BulkTarget target = new BulkTarget(Isolation.SCHEMA, TestFleet.US, null);
      new BulkMove(catalog, mover, filter, target).run(100, 1, "victim", () -> false, item -> {});
    }
  }
}
