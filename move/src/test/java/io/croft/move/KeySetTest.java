package io.croft.move;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class KeySetTest {

  private final KeySet keys = new KeySet();

  @Test
  void holdsAKeyOnce() {
    keys.add("entry", List.of("t", "1"));
    keys.add("entry", List.of("t", "1"));
    keys.add("account", List.of("t", "1"));
    assertThat(keys.size()).isEqualTo(2);
    assertThat(keys.of("entry")).containsExactly(List.of("t", "1"));
    assertThat(keys.of("event")).isEmpty();
  }

  @Test
  void leavesOutThoseOfAnother() {
    keys.add("entry", List.of("t", "1"));
    keys.add("entry", List.of("t", "2"));
    KeySet others = new KeySet();
    others.add("entry", List.of("t", "2"));
    others.add("account", List.of("t", "1"));
    assertThat(keys.without(others).of("entry")).containsExactly(List.of("t", "1"));
    assertThat(keys.size()).isEqualTo(2);
  }

  @Test
  void writesArraysAsPostgresqlReadsThem() {
    List<List<String>> of =
        List.of(List.of("t", ""), List.of("t", "a,b"), List.of("t", "\"\\"), List.of("t", "null"));
    assertThat(KeySet.array(of, 1)).isEqualTo("{\"\",\"a,b\",\"\\\"\\\\\",\"null\"}");
    assertThat(KeySet.array(List.of(), 0)).isEqualTo("{}");
  }
}
