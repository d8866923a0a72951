package io.croft.local;

import io.croft.home.ApplicationSchema;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What a local fleet is made of.
 *
 * @param application the application whose tenants it holds
 * @param regions the region of each server, by the server's name
 * @param data where files are kept, also those of an earlier run; empty: they are removed at the
 *     end
 * @param durable whether a write survives a power failure; tests may do without
 * @param stopAtExit whether servers stop as soon as the JVM begins to exit; an owner that has work
 *     to end first closes the fleet itself
 */
public record LocalFleetOptions(
    ApplicationSchema application,
    Map<String, String> regions,
    Optional<Path> data,
    boolean durable,
    boolean stopAtExit) {

  /** The name of a server in region eu. */
  public static final String EU = "eu-1";

  /** The name of a server in region us. */
  public static final String US = "us-1";

  /** Copies the regions. */
  public LocalFleetOptions {
    regions = Map.copyOf(regions);
  }

  /** Returns two servers, eu-1 and us-1, durable, whose files are removed at the end. */
  public static LocalFleetOptions of(ApplicationSchema application) {
    return new LocalFleetOptions(
        application, Map.of(EU, "eu", US, "us"), Optional.empty(), true, true);
  }

  /** Returns the same with files kept in {@code directory}. */
  public LocalFleetOptions keptIn(Path directory) {
    return new LocalFleetOptions(application, regions, Optional.of(directory), durable, stopAtExit);
  }

  /** Returns the same without durability: faster, and nothing survives a power failure. */
  public LocalFleetOptions volatileWrites() {
    return new LocalFleetOptions(application, regions, data, false, stopAtExit);
  }

  /** Returns the same for an owner that closes the fleet when the JVM exits. */
  public LocalFleetOptions stoppedByOwner() {
    return new LocalFleetOptions(application, regions, data, durable, false);
  }
}
