package io.croft.spring.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.croft.core.Access;
import io.croft.core.TenantId;
import java.util.AbstractMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

final class MapStoreTest {

  private static final TenantId ACME = TenantId.random();
  private static final TenantId GLOBEX = TenantId.random();

  /** As the maps of grids are: what it tells of its keys and entries is a copy. */
  private static final class Grid extends AbstractMap<Object, Object> {

    private final Map<Object, Object> entries = new ConcurrentHashMap<>();

    @Override
    public Object put(Object key, Object value) {
      return entries.put(key, value);
    }

    @Override
    public Object remove(Object key) {
      return entries.remove(key);
    }

    @Override
    public Set<Object> keySet() {
      return Set.copyOf(entries.keySet());
    }

    @Override
    public Set<Map.Entry<Object, Object>> entrySet() {
      return Set.copyOf(entries.entrySet());
    }
  }

  private static void assertEmptied(Map<Object, Object> entries) {
    MapStore store = new MapStore(entries, true);
    Space first = new Space(ACME, Access.FULL, 1);
    Space later = new Space(ACME, Access.of("staff"), 7);
    Space other = new Space(GLOBEX, Access.FULL, 1);
    for (Space space : new Space[] {first, later, other}) {
      entries.put(store.key(space, "key"), "value");
    }
    assertThat(store.clear(ACME)).isTrue();
    assertThat(entries).containsOnlyKeys(store.key(other, "key"));
    assertThat(store.clear(ACME)).isFalse();
  }

  @Test
  void aTenantIsEmptiedInAMapOfThisProcess() {
    assertEmptied(new ConcurrentHashMap<>());
  }

  @Test
  void aTenantIsEmptiedInAMapAmongProcesses() {
    assertEmptied(new Grid());
  }
}
