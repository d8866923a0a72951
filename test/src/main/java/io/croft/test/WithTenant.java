package io.croft.test;

import io.croft.core.Isolation;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs a test, or all tests of a class and of those nested in it, in the scope of one tenant. That
 * of the method goes before that of its class, and the inner class's before the outer one's. The
 * scope is around each test and each {@code @BeforeEach} and {@code @AfterEach} method;
 * {@code @BeforeAll}, {@code @AfterAll} and constructors have none. Afterwards the thread has none,
 * whatever the test did.
 *
 * <p>All tests that name the tenant share it and its rows; {@link TenantTest} gives each test one
 * of its own.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ExtendWith(CroftExtension.class)
public @interface WithTenant {

  /** The tenant's slug; it is made when there is none of that name. */
  String value();

  /** How a tenant that is made is kept apart; one that is there already stays where it is. */
  Isolation isolation() default Isolation.POOL;
}
