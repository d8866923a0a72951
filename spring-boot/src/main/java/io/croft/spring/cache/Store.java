package io.croft.spring.cache;

import io.croft.core.TenantId;
import java.util.Collection;

/** How the entries of one tenant are named and found in a cache of some kind. Thread-safe. */
interface Store {

  /** Returns the key under which the cache keeps what {@code space} calls {@code key}. */
  Object key(Space space, Object key);

  /** Returns true when other processes see the same entries. */
  boolean isAmongProcesses();

  /** Removes what the spaces keep under {@code key}. */
  void remove(Collection<Space> spaces, Object key);

  /**
   * Removes all entries of a tenant, of all accesses and epochs, and none of another.
   *
   * @return true when there was one
   */
  boolean clear(TenantId tenant);
}
