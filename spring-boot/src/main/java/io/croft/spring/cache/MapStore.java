package io.croft.spring.cache;

import io.croft.core.TenantId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Entries in the memory of this process, or in a map that looks like it. */
final class MapStore implements Store {

  private final Map<Object, Object> entries;
  private final boolean amongProcesses;

  MapStore(Map<Object, Object> entries, boolean amongProcesses) {
    this.entries = entries;
    this.amongProcesses = amongProcesses;
  }

  @Override
  public Object key(Space space, Object key) {
    return TenantKey.of(space, key);
  }

  @Override
  public boolean isAmongProcesses() {
    return amongProcesses;
  }

  @Override
  public void remove(Collection<Space> spaces, Object key) {
    spaces.forEach(space -> entries.remove(key(space, key)));
  }

  @Override
  public boolean clear(TenantId tenant) {
    UUID id = tenant.value();
    // By key: the set of keys of a map among processes is a copy, from which nothing is removed.
    List<Object> found =
        entries.keySet().stream()
            .filter(key -> key instanceof TenantKey of && of.tenant().equals(id))
            .toList();
    found.forEach(entries::remove);
    return !found.isEmpty();
  }
}
