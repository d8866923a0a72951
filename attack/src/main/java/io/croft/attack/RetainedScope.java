package io.croft.attack;

import io.croft.core.CapturedScope;
import io.croft.core.TenantId;
import io.croft.core.TenantScope;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A connection, and its statements, that work in the scope of one tenant whatever is bound. */
final class RetainedScope implements InvocationHandler {

  private final CapturedScope scope;
  private final Object target;

  private RetainedScope(CapturedScope scope, Object target) {
    this.scope = scope;
    this.target = target;
  }

  /** Another thread is bound to no tenant, and so can be bound to any. */
  static Connection open(TenantId tenant, DataSource source) throws SQLException {
    CapturedScope scope =
        CompletableFuture.supplyAsync(() -> TenantScope.call(tenant, TenantScope::capture)).join();
    return (Connection) around(scope, Connection.class, scope.call(source::getConnection));
  }

  private static Object around(CapturedScope scope, Class<?> kind, Object target) {
    return Proxy.newProxyInstance(
        RetainedScope.class.getClassLoader(),
        new Class<?>[] {kind},
        new RetainedScope(scope, target));
  }

  @Override
  public @Nullable Object invoke(Object self, Method method, @Nullable Object @Nullable [] args)
      throws Throwable {
    try {
      @Nullable Object result =
          scope.<@Nullable Object, ReflectiveOperationException>call(
              () -> method.invoke(target, args));
      return result instanceof Statement ? around(scope, method.getReturnType(), result) : result;
    } catch (InvocationTargetException e) {
      throw e.getTargetException();
    }
  }
}
