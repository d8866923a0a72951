package io.croft.spring;

import io.croft.catalog.Catalog;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.beans.factory.config.BeanPostProcessor;

/** Counts what the application's own threads ask the catalog. */
final class CountedCatalog implements BeanPostProcessor {

  private static final String FOLLOWER = "croft-jdbc-catalog";

  private static final AtomicLong QUESTIONS = new AtomicLong();

  static long questions() {
    return QUESTIONS.get();
  }

  @Override
  public Object postProcessAfterInitialization(Object bean, String name) {
    if (!(bean instanceof Catalog)) {
      return bean;
    }
    return Proxy.newProxyInstance(
        Catalog.class.getClassLoader(),
        new Class<?>[] {Catalog.class},
        (proxy, method, args) -> {
          if (!Thread.currentThread().getName().startsWith(FOLLOWER)) {
            QUESTIONS.incrementAndGet();
          }
          try {
            return method.invoke(bean, args);
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
        });
  }
}
