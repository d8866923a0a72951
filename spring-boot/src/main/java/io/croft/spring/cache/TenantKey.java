package io.croft.spring.cache;

import java.io.Serializable;
import java.util.UUID;

/**
 * A key of a cache in memory. It can be written, because a cache may copy what it keeps.
 *
 * @param access empty for full access
 * @param key what the application calls it
 */
record TenantKey(UUID tenant, String access, long epoch, Object key) implements Serializable {

  static TenantKey of(Space space, Object key) {
    return new TenantKey(space.tenant().value(), space.access().word(), space.epoch(), key);
  }
}
