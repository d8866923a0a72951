package io.croft.spring.test;

import io.croft.test.EmbeddedCroft;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.test.context.TestContextAnnotationUtils;

/** Gives the context of a class with {@link EmbeddedCroft} the way to its fleet. */
final class EmbeddedCroftCustomizerFactory implements ContextCustomizerFactory {

  @Override
  public @Nullable ContextCustomizer createContextCustomizer(
      Class<?> testClass, List<ContextConfigurationAttributes> attributes) {
    EmbeddedCroft wanted =
        TestContextAnnotationUtils.findMergedAnnotation(testClass, EmbeddedCroft.class);
    return wanted == null ? null : new EmbeddedCroftCustomizer(wanted);
  }
}
