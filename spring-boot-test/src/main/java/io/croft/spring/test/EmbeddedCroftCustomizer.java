package io.croft.spring.test;

import io.croft.test.EmbeddedCroft;
import io.croft.test.EmbeddedFleet;
import java.util.HashMap;
import java.util.Map;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.MergedContextConfiguration;

/**
 * Sets the properties that lead to the fleet, before all others. Contexts of tests that ask for the
 * same fleet are the same: annotations are equal when they say the same.
 *
 * @param wanted the fleet
 */
record EmbeddedCroftCustomizer(EmbeddedCroft wanted) implements ContextCustomizer {

  private static final String SOURCE = "embedded croft";

  /** Slices put another database in the place of the data source, unless told not to. */
  private static final String REPLACE = "spring.test.database.replace";

  @Override
  public void customizeContext(
      ConfigurableApplicationContext context, MergedContextConfiguration configuration) {
    Map<String, Object> properties = new HashMap<>(EmbeddedFleet.of(wanted).properties());
    properties.put(REPLACE, "none");
    context
        .getEnvironment()
        .getPropertySources()
        .addFirst(new MapPropertySource(SOURCE, properties));
  }
}
