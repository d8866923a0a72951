package io.croft.test;

import io.croft.core.CroftException;
import io.croft.core.TenantId;
import java.lang.reflect.AnnotatedElement;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Which fleet and which tenant a test has asked for. */
final class TestTenant {

  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(TestTenant.class);

  private TestTenant() {}

  /** Returns the fleet of the test's class; refuses a class that names none. */
  static EmbeddedFleet fleet(ExtensionContext context) {
    Class<?> type = context.getRequiredTestClass();
    EmbeddedCroft wanted =
        AnnotationSupport.findAnnotation(
                type, EmbeddedCroft.class, context.getEnclosingTestClasses())
            .orElseThrow(
                () ->
                    new ExtensionConfigurationException(
                        type.getName()
                            + " has tests of tenants and no fleet for them: put @EmbeddedCroft on"
                            + " the class"));
    try {
      return EmbeddedFleet.of(wanted);
    } catch (CroftException e) {
      throw new ExtensionConfigurationException(
          "the fleet of @EmbeddedCroft on %s cannot start: %s (%s); %s"
              .formatted(type.getName(), e.getMessage(), e.code().code(), e.hint()),
          e);
    }
  }

  /** Notes the tenant of one run of a test. */
  static void choose(ExtensionContext context, TenantId tenant) {
    context.getStore(NAMESPACE).put(TenantId.class, tenant);
  }

  /** Keeps something until the run of the test has ended. */
  static void closeAfter(ExtensionContext context, AutoCloseable part) {
    context.getStore(NAMESPACE).put(part, part);
  }

  /** Returns the tenant in whose scope the test runs, empty when it has asked for none. */
  static Optional<TenantId> of(ExtensionContext context) {
    if (context.getTestMethod().isEmpty()) {
      // A test that was made on the way belongs to the method that has made it.
      return context.getParent().flatMap(TestTenant::of);
    }
    TenantId chosen = context.getStore(NAMESPACE).get(TenantId.class, TenantId.class);
    return chosen != null
        ? Optional.of(chosen)
        : wanted(context)
            .map(
                wanted -> {
                  TenantId named = named(context, wanted);
                  choose(context, named);
                  return named;
                });
  }

  /** Returns what the method says, or else the nearest class around it that says something. */
  static Optional<WithTenant> wanted(ExtensionContext context) {
    AnnotatedElement method = context.getRequiredTestMethod();
    return AnnotationSupport.findAnnotation(method, WithTenant.class)
        .or(
            () ->
                AnnotationSupport.findAnnotation(
                    context.getRequiredTestClass(),
                    WithTenant.class,
                    context.getEnclosingTestClasses()));
  }

  private static TenantId named(ExtensionContext context, WithTenant wanted) {
    EmbeddedFleet fleet = fleet(context);
    try {
      return fleet.tenants().named(wanted.value(), wanted.isolation());
    } catch (CroftException e) {
      throw new ExtensionConfigurationException(
          "@WithTenant(\"%s\") of %s names no tenant: %s; %s"
              .formatted(
                  wanted.value(),
                  context.getRequiredTestMethod().toGenericString(),
                  e.getMessage(),
                  e.hint()),
          e);
    }
  }
}
