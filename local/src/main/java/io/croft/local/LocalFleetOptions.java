package io.croft.local;

import io.croft.home.ApplicationSchema;
import java.net.URL;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a local fleet is made of.
 *
 * @param application the application whose tenants it holds
 * @param regions the region of each server, by the server's name
 * @param programs the archive of PostgreSQL's programs for servers, by name, that are not to run
 *     those on the class path
 * @param data where files are kept, also those of an earlier run; empty: they are removed at the
 *     end
 * @param durable whether a write survives a power failure; tests may do without
 * @param stopAtExit whether servers stop as soon as the JVM begins to exit; an owner that has work
 *     to end first closes the fleet itself
 */
public record LocalFleetOptions(
    ApplicationSchema application,
    Map<String, String> regions,
    Map<String, URL> programs,
    Optional<Path> data,
    boolean durable,
    boolean stopAtExit) {

  /** The name of a server in region eu. */
  public static final String EU = "eu-1";

  /** The name of a server in region us. */
  public static final String US = "us-1";

  /** Copies the maps. */
  public LocalFleetOptions {
    regions = Map.copyOf(regions);
    programs = Map.copyOf(programs);
  }

  /** All servers run the programs on the class path. */
  public LocalFleetOptions(
      ApplicationSchema application,
      Map<String, String> regions,
      Optional<Path> data,
      boolean durable,
      boolean stopAtExit) {
    this(application, regions, Map.of(), data, durable, stopAtExit);
  }

  /** Returns two servers, eu-1 and us-1, durable, whose files are removed at the end. */
  public static LocalFleetOptions of(ApplicationSchema application) {
    return new LocalFleetOptions(
        application, Map.of(EU, "eu", US, "us"), Map.of(), Optional.empty(), true, true);
  }

  /** Returns the same with files kept in {@code directory}. */
  public LocalFleetOptions keptIn(Path directory) {
    return new LocalFleetOptions(
        application, regions, programs, Optional.of(directory), durable, stopAtExit);
  }

  /** Returns the same without durability: faster, and nothing survives a power failure. */
  public LocalFleetOptions volatileWrites() {
    return new LocalFleetOptions(application, regions, programs, data, false, stopAtExit);
  }

  /** Returns the same for an owner that closes the fleet when the JVM exits. */
  public LocalFleetOptions stoppedByOwner() {
    return new LocalFleetOptions(application, regions, programs, data, durable, false);
  }

  /** Returns the same where one server runs the programs of another archive than the others. */
  public LocalFleetOptions programs(String server, URL archive) {
    Map<String, URL> chosen = new HashMap<>(programs);
    chosen.put(server, archive);
    return new LocalFleetOptions(application, regions, chosen, data, durable, stopAtExit);
  }
}
