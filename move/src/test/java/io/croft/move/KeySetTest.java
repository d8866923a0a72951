package io.croft.move;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.croft.core.CroftException;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeySetTest {

  private final KeySet keys = new KeySet();

  @Test
  void takesNoMoreThanItMay() {
    KeySet few = new KeySet(2);
    few.add("item", List.of("a", "1"));
    few.add("item", List.of("a", "1"));
    few.add("other", List.of("a", "1"));
    assertThat(few.size()).isEqualTo(2);
    assertThatThrownBy(() -> few.add("item", List.of("a", "2")))
        .isInstanceOf(CroftException.class)
        .hasMessageContaining("more than 2 rows");
  }

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
