package io.croft.spring.cache;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import java.lang.reflect.Modifier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.config.SmartInstantiationAwareBeanPostProcessor;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.cache.interceptor.CacheAspectSupport;
import org.springframework.cache.interceptor.CacheInterceptor;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;
import org.springframework.util.function.SingletonSupplier;

/**
 * Puts the separation of tenants around every bean by which an application reaches a cache of
 * Spring: managers, caches, and what stands before annotated methods. A manager keeps its type.
 */
final class CacheGuard
    implements SmartInstantiationAwareBeanPostProcessor, PriorityOrdered, BeanFactoryAware {

  private final Supplier<Apart> apart;
  private @Nullable BeanFactory beans;

  /**
   * @param apart is asked when there is a first cache: this comes before all other beans
   */
  CacheGuard(Supplier<Apart> apart) {
    this.apart = SingletonSupplier.of(apart);
  }

  /** Before all, so that no cache is overlooked. */
  @Override
  public int getOrder() {
    return Ordered.HIGHEST_PRECEDENCE;
  }

  @Override
  public void setBeanFactory(BeanFactory factory) {
    beans = factory;
  }

  @Override
  public Object postProcessBeforeInitialization(Object bean, String name) {
    if (!(bean instanceof CacheAspectSupport) || bean instanceof ScopedCacheInterceptor) {
      return bean;
    }
    if (!bean.getClass().equals(CacheInterceptor.class)) {
      throw new CroftException(
          ErrorCode.CONFIGURATION_INVALID,
          "Croft cannot tell %s in which scope a value was computed"
              .formatted(bean.getClass().getName()),
          "use @EnableCaching in the mode PROXY, with Spring's own CacheInterceptor");
    }
    ScopedCacheInterceptor scoped = new ScopedCacheInterceptor(apart, (CacheInterceptor) bean);
    if (beans != null) {
      scoped.setBeanFactory(beans);
    }
    return scoped;
  }

  @Override
  public Object postProcessAfterInitialization(Object bean, String name) {
    if (bean instanceof CacheManager manager) {
      ProxyFactory proxy = new ProxyFactory(manager);
      proxy.setProxyTargetClass(isOpen(manager.getClass()));
      proxy.addAdvice(new ManagedCaches(manager, apart));
      return proxy.getProxy(manager.getClass().getClassLoader());
    }
    return bean instanceof Cache cache ? apart.get().of(cache) : bean;
  }

  /** What a manager becomes is made ahead of time, too, where an application is compiled so. */
  @Override
  public Class<?> determineBeanType(Class<?> type, String name) {
    if (!CacheManager.class.isAssignableFrom(type) || !isOpen(type) || type.isInterface()) {
      return type;
    }
    ProxyFactory proxy = new ProxyFactory();
    proxy.setTargetClass(type);
    proxy.setProxyTargetClass(true);
    return proxy.getProxyClass(type.getClassLoader());
  }

  private static boolean isOpen(Class<?> type) {
    return !Modifier.isFinal(type.getModifiers());
  }
}
