package io.croft.test;

import io.croft.catalog.Tenant;
import io.croft.core.Isolation;
import io.croft.core.TenantId;
import io.croft.jdbc.CroftDataSource;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/** What tests may have as parameters. */
abstract sealed class CroftParameters implements ParameterResolver permits CroftExtension {

  private static final Set<Class<?>> OF_THE_FLEET =
      Set.of(
          EmbeddedFleet.class,
          Tenants.class,
          TenantIsolation.class,
          LeakHunt.class,
          CroftDataSource.class,
          DataSource.class);

  private static final Set<Class<?>> OF_THE_SCOPE =
      Set.of(TenantId.class, Tenant.class, Isolation.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return !isOfSpring(parameter)
        && (OF_THE_FLEET.contains(type)
            || (OF_THE_SCOPE.contains(type) && !isOfAnotherTemplate(parameter, context)));
  }

  /** A parameter that is to be injected by Spring, whose extension is asked as well. */
  private static boolean isOfSpring(ParameterContext parameter) {
    return Stream.concat(
            Arrays.stream(parameter.getParameter().getAnnotations()),
            Arrays.stream(parameter.getDeclaringExecutable().getAnnotations()))
        .anyMatch(each -> each.annotationType().getName().startsWith("org.springframework.beans."));
  }

  /** The arguments of a parameterized test are its own, whatever their type. */
  private static boolean isOfAnotherTemplate(ParameterContext parameter, ExtensionContext context) {
    return parameter.getDeclaringExecutable() instanceof Method method
        && context.getTestMethod().filter(method::equals).isPresent()
        && AnnotationSupport.isAnnotated(method, TestTemplate.class)
        && !AnnotationSupport.isAnnotated(method, TenantTest.class);
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    EmbeddedFleet fleet = TestTenant.fleet(context);
    if (type == EmbeddedFleet.class) {
      return fleet;
    }
    if (type == Tenants.class) {
      return fleet.tenants();
    }
    if (type == TenantIsolation.class) {
      return fleet.isolation();
    }
    if (type == LeakHunt.class) {
      return fleet.leakHunt();
    }
    return OF_THE_FLEET.contains(type) ? fleet.dataSource() : ofScope(type, fleet, context);
  }

  private static Object ofScope(Class<?> type, EmbeddedFleet fleet, ExtensionContext context) {
    TenantId tenant =
        TestTenant.of(context)
            .orElseThrow(
                () ->
                    new ParameterResolutionException(
                        "there is no tenant for a parameter of type "
                            + type.getSimpleName()
                            + ": the test runs in no scope; use @TenantTest or @WithTenant, or"
                            + " Tenants to make one"));
    if (type == Isolation.class) {
      return fleet.tenants().placement(tenant).isolation();
    }
    return type == TenantId.class ? tenant : fleet.tenants().tenant(tenant);
  }
}
