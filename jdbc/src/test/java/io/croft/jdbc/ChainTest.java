package io.croft.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ChainTest {

  @Test
  void isTheSameAsAListFromWhichAnythingIsRemoved() {
    Random random = new Random(7);
    Chain<Integer> chain = new Chain<>();
    List<Chain.Link<Integer>> links = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      if (links.isEmpty() || random.nextInt(5) < 3) {
        links.add(chain.add(i));
      } else {
        chain.remove(links.remove(random.nextInt(links.size())));
      }
      assertThat(chain.size()).isEqualTo(links.size());
      assertThat(chain.newest()).isSameAs(links.isEmpty() ? null : links.get(links.size() - 1));
    }
    List<Chain.Link<Integer>> seen = new ArrayList<>();
    for (Chain.@Nullable Link<Integer> one = chain.oldest(); one != null; one = one.newer()) {
      seen.add(one);
    }
    assertThat(seen).isEqualTo(links);
  }
}
