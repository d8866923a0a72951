package io.croft.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.croft.gate.HomeTables;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class KeyedTextsTest {

  private static final String PLAIN =
      "SELECT c.id, c.name, o.total FROM customer c JOIN orders o ON o.customer = c.id"
          + " WHERE c.city = ? AND o.total > ? ORDER BY o.total DESC LIMIT 20";
  private static final String GROUPED = "SELECT id, name FROM artist GROUP BY id";

  private final KeyedTexts texts =
      new KeyedTexts(new HomeTables(Map.of("artist", Set.of("id")), Set.of()));

  @Test
  void aTextThatNamesNoKeyCostsNoMemory() {
    assertThat(allocated(PLAIN)).isLessThan(100);
    assertThat(texts.size()).isZero();
  }

  @Test
  void aTextThatNamesAKeyIsReadOnce() {
    assertThat(texts.of(GROUPED)).isEqualTo(GROUPED + ", artist.tenant_id");
    assertThat(texts.of(new String(GROUPED))).isSameAs(texts.of(GROUPED));
    assertThat(allocated(GROUPED)).isLessThan(100);
    String already = "SELECT id FROM artist GROUP BY id, tenant_id";
    assertThat(texts.of(already)).isSameAs(already);
  }

  @Test
  void aBoundedNumberOfTextsIsKept() {
    for (int i = 0; i < 3 * KeyedTexts.MOST; i++) {
      assertThat(texts.of(GROUPED + " LIMIT " + i)).endsWith("tenant_id LIMIT " + i);
      assertThat(texts.size()).isBetween(1, KeyedTexts.MOST);
    }
    int before = texts.size();
    String tooLong = GROUPED + " /*" + " ".repeat(KeyedTexts.LONGEST) + "*/";
    assertThat(texts.of(tooLong)).contains("artist.tenant_id");
    assertThat(texts.size()).isEqualTo(before);
  }

  /** Returns the bytes of a thousand calls. */
  private long allocated(String sql) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long least = Long.MAX_VALUE;
    for (int round = 0; round < 5; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 1000; i++) {
        texts.of(sql);
      }
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    return least;
  }
}
