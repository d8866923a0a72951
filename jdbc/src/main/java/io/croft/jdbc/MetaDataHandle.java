package io.croft.jdbc;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.Wrapper;
import org.jspecify.annotations.Nullable;

/** The description of the database: each question is asked at the tenant's home of that moment. */
final class MetaDataHandle implements InvocationHandler {

  private final Session session;
  private final Connection connection;

  private MetaDataHandle(Session session, Connection connection) {
    this.session = session;
    this.connection = connection;
  }

  static DatabaseMetaData of(Session session, Connection connection) {
    return (DatabaseMetaData)
        Proxy.newProxyInstance(
            MetaDataHandle.class.getClassLoader(),
            new Class<?>[] {DatabaseMetaData.class},
            new MetaDataHandle(session, connection));
  }

  @Override
  public @Nullable Object invoke(Object self, Method method, @Nullable Object @Nullable [] args)
      throws Throwable {
    if (method.getDeclaringClass() == Object.class) {
      return Identity.answer(self, method, args, DatabaseMetaData.class);
    }
    if (method.getDeclaringClass() == Wrapper.class) {
      return Identity.unwrap(self, method, args);
    }
    return session.answer(
        () ->
            method.getName().equals("getConnection")
                ? connection
                : session.run(
                    Gateway.Manner.REPEATABLE,
                    lease ->
                        DriverObject.guard(
                            session,
                            lease,
                            null,
                            Call.invoke(method, lease.pg().getMetaData(), args))));
  }
}
