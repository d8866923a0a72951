package io.croft.attack;

import io.croft.catalog.Catalog;
import io.croft.core.Isolation;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * What a run of the suite is to do.
 *
 * @param isolations only in these; not empty
 * @param only the ids of the attacks to try; empty for all
 * @param door how the suite's own connections reach the servers of a catalog
 * @param listener is told how the work goes on, from several threads, one at a time
 * @param stopped asked between two attacks; once true, the run cleans up and ends
 */
public record AttackOptions(
    Set<Isolation> isolations,
    Set<String> only,
    Function<Catalog, Door> door,
    AttackListener listener,
    BooleanSupplier stopped) {

  /** Copies the sets. */
  public AttackOptions {
    isolations = Set.copyOf(isolations);
    only = Set.copyOf(only);
  }

  /** Returns a run of everything, straight to the servers, that nobody watches or stops. */
  public static AttackOptions all() {
    return new AttackOptions(
        EnumSet.allOf(Isolation.class), Set.of(), Door::direct, line -> {}, () -> false);
  }

  /** Returns the same in these isolations only. */
  public AttackOptions in(Set<Isolation> wanted) {
    return new AttackOptions(wanted, only, door, listener, stopped);
  }

  /** Returns the same with these attacks only. */
  public AttackOptions only(Set<String> ids) {
    return new AttackOptions(isolations, ids, door, listener, stopped);
  }

  /** Returns the same through another door. */
  public AttackOptions through(Function<Catalog, Door> way) {
    return new AttackOptions(isolations, only, way, listener, stopped);
  }

  /** Returns the same, watched, and ended when {@code stop} says so. */
  public AttackOptions watched(AttackListener by, BooleanSupplier stop) {
    return new AttackOptions(isolations, only, door, by, stop);
  }
}
