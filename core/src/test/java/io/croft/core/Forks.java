package io.croft.core;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.concurrent.Callable;

/** A {@code StructuredTaskScope} of Java 25, a preview that sources for Java 17 cannot name. */
final class Forks implements AutoCloseable {

  private final Class<?> type;
  private final Object scope;

  private Forks(Class<?> type, Object scope) {
    this.type = type;
    this.scope = scope;
  }

  static Forks open() throws Exception {
    Class<?> type = Class.forName("java.util.concurrent.StructuredTaskScope");
    return new Forks(type, call(type.getMethod("open"), null));
  }

  /** Returns what the task returns, after it has been forked and joined. */
  static <T> T fork(Callable<T> task) throws Exception {
    try (Forks forks = open()) {
      Callable<T> answer = forks.begin(task);
      forks.join();
      return answer.call();
    }
  }

  /** Forks a task; what it returns may be asked for after {@link #join}. */
  @SuppressWarnings("unchecked")
  <T> Callable<T> begin(Callable<T> task) throws Exception {
    Object subtask = call(type.getMethod("fork", Callable.class), scope, task);
    Method get = Class.forName("java.util.concurrent.StructuredTaskScope$Subtask").getMethod("get");
    return () -> (T) call(get, subtask);
  }

  void join() throws Exception {
    call(type.getMethod("join"), scope);
  }

  @Override
  public void close() {
    try {
      call(type.getMethod("close"), scope);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static Object call(Method method, Object on, Object... arguments) throws Exception {
    try {
      return method.invoke(on, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }
}
