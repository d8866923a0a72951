package io.croft.test;

import io.croft.core.TenantId;
import io.croft.core.TenantScope;
import java.lang.reflect.Method;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.DynamicTestInvocationContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Runs tests and the methods around them in the scope of the tenant that they have asked for. Each
 * call is wrapped by itself, on the thread that makes it: nothing is left behind for the next.
 */
final class CroftExtension extends CroftParameters
    implements BeforeAllCallback, BeforeEachCallback, InvocationInterceptor {

  @Override
  public void beforeAll(ExtensionContext context) {
    // Started here, so that the time it takes is nobody's test.
    if (AnnotationSupport.isAnnotated(context.getRequiredTestClass(), EmbeddedCroft.class)) {
      EmbeddedFleet unused = TestTenant.fleet(context);
    }
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    Optional<TenantId> unused = TestTenant.of(context);
  }

  private static <T extends @Nullable Object> T scoped(
      ExtensionContext context, Invocation<T> invocation) throws Throwable {
    Optional<TenantId> tenant = TestTenant.of(context);
    return tenant.isPresent()
        ? TenantScope.<T, Throwable>call(tenant.get(), invocation::proceed)
        : invocation.proceed();
  }

  @Override
  public void interceptBeforeEachMethod(
      Invocation<@Nullable Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    scoped(context, invocation);
  }

  @Override
  public void interceptAfterEachMethod(
      Invocation<@Nullable Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    scoped(context, invocation);
  }

  @Override
  public void interceptTestMethod(
      Invocation<@Nullable Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    scoped(context, invocation);
  }

  @Override
  public void interceptTestTemplateMethod(
      Invocation<@Nullable Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    scoped(context, invocation);
  }

  @Override
  public <T extends @Nullable Object> T interceptTestFactoryMethod(
      Invocation<T> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    return scoped(context, invocation);
  }

  @Override
  public void interceptDynamicTest(
      Invocation<@Nullable Void> invocation,
      DynamicTestInvocationContext test,
      ExtensionContext context)
      throws Throwable {
    scoped(context, invocation);
  }
}
