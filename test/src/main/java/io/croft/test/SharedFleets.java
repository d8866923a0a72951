package io.croft.test;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The fleets of this JVM. They are static because nothing else lives as long: contexts of Spring
 * are kept from one run of tests to the next. A fleet that could not be started is not tried again:
 * every test that asks for it fails at once, for the same reason.
 */
final class SharedFleets {

  private static final Map<FleetRecipe, CompletableFuture<EmbeddedFleet>> FLEETS =
      new ConcurrentHashMap<>();

  private SharedFleets() {}

  /** Returns the fleet, started when nobody has asked for it before. */
  static EmbeddedFleet of(FleetRecipe recipe) {
    CompletableFuture<EmbeddedFleet> mine = new CompletableFuture<>();
    CompletableFuture<EmbeddedFleet> first = FLEETS.putIfAbsent(recipe, mine);
    if (first == null) {
      start(recipe, mine);
    }
    try {
      return (first == null ? mine : first).join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  private static void start(FleetRecipe recipe, CompletableFuture<EmbeddedFleet> result) {
    try {
      EmbeddedFleet fleet = EmbeddedFleet.start(recipe);
      Runtime.getRuntime().addShutdownHook(new Thread(fleet::close, "croft-test-end"));
      result.complete(fleet);
    } catch (RuntimeException | Error e) {
      result.completeExceptionally(e);
    }
  }
}
