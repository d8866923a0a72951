package io.croft.tools;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Names the programs of the system that a test cannot do without. Where one is missing the test is
 * skipped, and the last line of the build says so; with {@code CROFT_REQUIRE_TOOLS=1} in the
 * environment it fails.
 */
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@ExtendWith(NeedsCondition.class)
public @interface Needs {

  /** Returns the names of the programs, such as {@code pgbouncer}. */
  String[] value();
}
