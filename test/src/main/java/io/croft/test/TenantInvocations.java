package io.croft.test;

import io.croft.core.Isolation;
import io.croft.core.TenantId;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;
import org.junit.platform.commons.support.AnnotationSupport;

/** Runs a {@link TenantTest} once in each isolation. */
final class TenantInvocations implements TestTemplateInvocationContextProvider {

  @Override
  public boolean supportsTestTemplate(ExtensionContext context) {
    return AnnotationSupport.isAnnotated(context.getRequiredTestMethod(), TenantTest.class);
  }

  @Override
  public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(
      ExtensionContext context) {
    Method method = context.getRequiredTestMethod();
    List<Isolation> isolations =
        AnnotationSupport.findAnnotation(method, TenantTest.class)
            .map(wanted -> List.of(wanted.value()))
            .orElseThrow();
    requireSense(context, method, isolations);
    EmbeddedFleet fleet = TestTenant.fleet(context);
    return isolations.stream().map(isolation -> new Invocation(fleet, isolation));
  }

  private static void requireSense(
      ExtensionContext context, Method method, List<Isolation> isolations) {
    if (isolations.isEmpty()) {
      throw refused(method, "names no isolation: leave them out for all three");
    }
    if (EnumSet.copyOf(isolations).size() != isolations.size()) {
      throw refused(method, "names an isolation twice: " + isolations);
    }
    if (TestTenant.wanted(context).isPresent()) {
      throw refused(
          method,
          "has a tenant of its own, and @WithTenant names another one for it: take one away");
    }
    if (runsOtherwise(method)) {
      throw refused(method, "is another kind of test as well: take the other annotation away");
    }
  }

  private static boolean runsOtherwise(Method method) {
    return Arrays.stream(method.getAnnotations())
        .map(annotation -> annotation.annotationType())
        .filter(type -> type != TenantTest.class)
        .anyMatch(
            type ->
                type == Test.class
                    || type == TestTemplate.class
                    || (AnnotationSupport.isAnnotated(type, TestTemplate.class)
                        && !AnnotationSupport.isAnnotated(type, TenantTest.class)));
  }

  private static ExtensionConfigurationException refused(Method method, String why) {
    return new ExtensionConfigurationException(
        "the @TenantTest " + method.toGenericString() + " " + why);
  }

  /** One run, for a tenant of its own. */
  private record Invocation(EmbeddedFleet fleet, Isolation isolation)
      implements TestTemplateInvocationContext {

    @Override
    public String getDisplayName(int number) {
      return "[" + isolation + "]";
    }

    @Override
    public void prepareInvocation(ExtensionContext context) {
      TenantId tenant = fleet.tenants().create(isolation);
      TestTenant.choose(context, tenant);
      TestTenant.closeAfter(context, RunningTest.of(tenant));
    }
  }
}
