package io.croft.spring.test;

import io.croft.core.OpenScope;
import io.croft.core.TenantId;
import io.croft.test.EmbeddedCroft;
import io.croft.test.EmbeddedFleet;
import io.croft.test.RunningTest;
import io.croft.test.WithTenant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestContextAnnotationUtils;
import org.springframework.test.context.TestExecutionListener;

/**
 * Opens the scope of a test before its transaction begins, and closes it after that has ended: a
 * transaction belongs to the tenant in whose scope it has begun. The order of the annotations on
 * the class does not matter.
 */
final class TenantScopeListener implements TestExecutionListener, Ordered {

  /** Before that of transactions, which is 4000, and after that which injects. */
  static final int ORDER = 3500;

  private static final String SCOPE = TenantScopeListener.class.getName();

  @Override
  public int getOrder() {
    return ORDER;
  }

  @Override
  public void beforeTestMethod(TestContext test) {
    tenant(test).ifPresent(tenant -> test.setAttribute(SCOPE, OpenScope.of(tenant)));
  }

  @Override
  public void afterTestMethod(TestContext test) {
    if (test.removeAttribute(SCOPE) instanceof OpenScope scope) {
      scope.close();
    }
  }

  private static Optional<TenantId> tenant(TestContext test) {
    Optional<TenantId> running = RunningTest.tenant();
    return running.isPresent() ? running : named(test);
  }

  /** What is missing or wrong here, JUnit's extension tells. */
  private static Optional<TenantId> named(TestContext test) {
    @Nullable WithTenant wanted =
        AnnotatedElementUtils.findMergedAnnotation(test.getTestMethod(), WithTenant.class);
    if (wanted == null) {
      wanted =
          TestContextAnnotationUtils.findMergedAnnotation(test.getTestClass(), WithTenant.class);
    }
    @Nullable EmbeddedCroft fleet =
        TestContextAnnotationUtils.findMergedAnnotation(test.getTestClass(), EmbeddedCroft.class);
    return wanted == null || fleet == null
        ? Optional.empty()
        : Optional.of(EmbeddedFleet.of(fleet).tenants().named(wanted.value(), wanted.isolation()));
  }
}
