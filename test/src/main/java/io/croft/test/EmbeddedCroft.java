package io.croft.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives the tests of a class, and of those nested in it, a whole Croft: two PostgreSQL servers, a
 * catalog, and the application's migrations in every home. All tests of a JVM that ask for the same
 * share one, which the first of them starts (some seconds) and which ends with the JVM. Tenants are
 * kept from one test to the next; durability is off.
 *
 * <p>Constructors, methods of tests and of the lifecycle may have parameters: {@link Tenants},
 * {@link TenantIsolation}, {@link LeakHunt}, {@link EmbeddedFleet}, {@code CroftDataSource} or
 * {@code DataSource}; and, in the scope of a tenant, {@code TenantId}, {@code Tenant} and {@code
 * Isolation}.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ExtendWith(CroftExtension.class)
public @interface EmbeddedCroft {

  /** Where the application's Flyway migrations are: {@code classpath:} or {@code filesystem:}. */
  String[] migrations() default "classpath:db/migration";

  /** Extensions of PostgreSQL that the migrations need, installed before them. */
  String[] extensions() default {};
}
