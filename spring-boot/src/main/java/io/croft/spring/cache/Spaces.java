package io.croft.spring.cache;

import io.croft.core.Access;
import io.croft.core.CroftException;
import io.croft.core.TenantId;
import io.croft.core.TenantScope;
import io.croft.jdbc.CroftDataSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Finds the space of the running code, and those beside it that may hold an older value under the
 * same key.
 *
 * <p>The epoch is the one that this process knows, from memory. A process that has served a tenant
 * from its cache alone since a move still knows the one before, until its next statement. So where
 * processes share a cache, what makes an entry invalid reaches the epochs around its own, too.
 */
final class Spaces {

  /** How many moves another process may not have heard of, or this one. */
  private static final int BEHIND = 32;

  private static final int AHEAD = 8;

  private final Supplier<CroftDataSource> source;
  private final List<Access> kept;

  /**
   * @param words accesses that have entries of their own, beside full access
   */
  Spaces(Supplier<CroftDataSource> source, Set<String> words) {
    this.source = source;
    this.kept =
        Stream.concat(Stream.of(Access.FULL), words.stream().sorted().map(Access::of)).toList();
  }

  /**
   * Returns the space of this thread's scope. Asks the catalog only about a tenant that this
   * process has not seen yet.
   *
   * @throws CroftException {@code no-tenant-in-scope}, {@code tenant-unknown}, {@code
   *     tenant-not-active}, {@code catalog-unreachable}
   */
  Space here() {
    TenantId tenant = TenantScope.require();
    return new Space(tenant, TenantScope.currentAccess().orElseThrow(), epoch(tenant));
  }

  /** Returns false for an access that no cache serves. */
  boolean keeps(Space space) {
    return kept.contains(space.access());
  }

  /** Returns true as long as the tenant lives where it did when {@code space} was taken. */
  boolean isPresent(Space space) {
    return epoch(space.tenant()) == space.epoch();
  }

  /**
   * Returns the spaces in which the same key means the same, without {@code space} itself.
   *
   * @param among true when other processes use the cache, too
   */
  List<Space> beside(Space space, boolean among) {
    long now = epoch(space.tenant());
    if (!among && now == space.epoch() && kept.size() == 1 && space.access().isFull()) {
      return List.of();
    }
    List<Space> others = new ArrayList<>();
    long first = among ? Math.max(1, Math.min(space.epoch(), now) - BEHIND) : space.epoch();
    long last = among ? Math.max(space.epoch(), now) + AHEAD : now;
    for (long epoch = first; epoch <= last; epoch++) {
      for (Access access : kept) {
        Space other = new Space(space.tenant(), access, epoch);
        if (!other.equals(space)) {
          others.add(other);
        }
      }
    }
    return others;
  }

  private long epoch(TenantId tenant) {
    return source.get().placement(tenant).epoch();
  }
}
