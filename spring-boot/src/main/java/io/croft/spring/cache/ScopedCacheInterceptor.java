package io.croft.spring.cache;

import io.croft.core.CapturedScope;
import io.croft.core.TenantScope;
import java.lang.reflect.Method;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.cache.Cache;
import org.springframework.cache.interceptor.CacheInterceptor;
import org.springframework.cache.interceptor.CacheOperation;
import org.springframework.cache.interceptor.CacheOperationInvocationContext;
import org.springframework.cache.interceptor.CacheOperationInvoker;
import org.springframework.cache.interceptor.CacheResolver;

/**
 * What stands before annotated methods: each call is given caches of the scope in which it was
 * made, and its method runs in that scope. The value of a future is put by the thread that
 * completes it, which is in no scope or in another one.
 */
final class ScopedCacheInterceptor extends CacheInterceptor {

  private static final long serialVersionUID = 1;

  private final transient Supplier<Apart> apart;

  ScopedCacheInterceptor(Supplier<Apart> apart, CacheInterceptor settings) {
    this.apart = apart;
    // Some are known only when the application has started.
    configure(
        settings::getErrorHandler, settings::getKeyGenerator, settings::getCacheResolver, null);
    setCacheOperationSource(settings.getCacheOperationSource());
  }

  /** A cache that is far away calls the method on the thread that has found nothing there. */
  @Override
  protected @Nullable Object execute(
      CacheOperationInvoker method, Object target, Method declared, @Nullable Object[] arguments) {
    CapturedScope scope = TenantScope.capture();
    CacheOperationInvoker scoped =
        TenantScope.current().isPresent()
            ? () -> scope.call(() -> Optional.ofNullable(method.invoke())).orElse(null)
            : method;
    return super.execute(scoped, target, declared, arguments);
  }

  @Override
  protected Collection<? extends Cache> getCaches(
      CacheOperationInvocationContext<CacheOperation> context, CacheResolver resolver) {
    return super.getCaches(context, resolver).stream().map(apart.get()::ofThisScope).toList();
  }
}
