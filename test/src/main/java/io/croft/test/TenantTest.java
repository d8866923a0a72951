package io.croft.test;

import io.croft.core.Isolation;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * In place of {@code @Test}: runs the method once in each isolation, each time in the scope of a
 * new tenant that no other test knows. The scope is around the method and each {@code @BeforeEach}
 * and {@code @AfterEach} method; {@code @BeforeAll}, {@code @AfterAll} and constructors have none.
 * Afterwards the thread has none, whatever the test did.
 */
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Documented
@TestTemplate
@ExtendWith({CroftExtension.class, TenantInvocations.class})
public @interface TenantTest {

  /** The isolations, each once, in the order in which they are tried. */
  Isolation[] value() default {Isolation.POOL, Isolation.SCHEMA, Isolation.DATABASE};
}
