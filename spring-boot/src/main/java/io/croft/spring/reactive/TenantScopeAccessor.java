package io.croft.spring.reactive;

import io.croft.core.CapturedScope;
import io.croft.core.TenantScope;
import io.micrometer.context.ThreadLocalAccessor;
import org.jspecify.annotations.Nullable;

/**
 * Lets what propagates contexts (Micrometer's library, which Reactor and executors use) bind
 * threads to the scope that a context holds. A context without a scope binds none: what a thread
 * has kept is never used. Found by {@link java.util.ServiceLoader}; for no other use.
 *
 * <p>It assigns and does not enter: a thread that works in turn for the contexts of two tenants is
 * bound to one after the other, and what is restored is what was there, whatever has happened in
 * between. Mixing is refused where a context is given its scope, by {@link ReactiveScope#of}.
 */
public final class TenantScopeAccessor implements ThreadLocalAccessor<CapturedScope> {

  /** For the service loader. */
  public TenantScopeAccessor() {}

  @Override
  public Object key() {
    return ReactiveScope.KEY;
  }

  @Override
  public @Nullable CapturedScope getValue() {
    return TenantScope.current().isPresent() ? TenantScope.capture() : null;
  }

  @Override
  public void setValue(CapturedScope scope) {
    scope.bind();
  }

  @Override
  public void setValue() {
    CapturedScope.NONE.bind();
  }

  @Override
  public void restore(CapturedScope before) {
    before.bind();
  }

  @Override
  public void restore() {
    CapturedScope.NONE.bind();
  }
}
