package io.croft.spring.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.croft.test.EmbeddedCroft;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.ContextCustomizer;

/** Contexts are cached by what this is equal to. */
final class EmbeddedCroftCustomizerTest {

  @EmbeddedCroft(migrations = "classpath:one")
  static class One {

    @Nested
    class Inner {}
  }

  @EmbeddedCroft(migrations = "classpath:one")
  static class Same {}

  static class Heir extends One {}

  @EmbeddedCroft(migrations = "classpath:other")
  static class Other {}

  static class None {}

  private static ContextCustomizer of(Class<?> type) {
    return new EmbeddedCroftCustomizerFactory().createContextCustomizer(type, List.of());
  }

  @Test
  void whoAsksForTheSameFleetHasTheSameContext() {
    assertThat(of(One.class)).isEqualTo(of(Same.class)).hasSameHashCodeAs(of(Same.class));
    assertThat(of(One.Inner.class)).isEqualTo(of(One.class)).hasSameHashCodeAs(of(One.class));
    assertThat(of(Heir.class)).isEqualTo(of(One.class)).hasSameHashCodeAs(of(One.class));
    assertThat(of(One.class)).isNotEqualTo(of(Other.class));
    assertThat(of(None.class)).isNull();
  }
}
