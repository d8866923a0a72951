package io.croft.spring.kafka;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;

/**
 * The consumer as a listener is given it with a part of what was polled. A commit without offsets
 * is refused: it would commit all of it.
 */
final class RunConsumer {

  private RunConsumer() {}

  static Object of(Consumer<?, ?> consumer) {
    return Proxy.newProxyInstance(
        RunConsumer.class.getClassLoader(),
        new Class<?>[] {Consumer.class},
        (proxy, method, arguments) -> {
          if (commitsAll(method)) {
            throw new CroftException(
                ErrorCode.ARGUMENT_INVALID,
                method.getName()
                    + " without offsets would commit records of other tenants that the listener has"
                    + " not been given",
                "commit offsets, or acknowledge the records");
          }
          try {
            return method.invoke(consumer, arguments);
          } catch (InvocationTargetException e) {
            throw e.getTargetException();
          }
        });
  }

  private static boolean commitsAll(Method method) {
    return (method.getName().equals("commitSync") || method.getName().equals("commitAsync"))
        && !Arrays.asList(method.getParameterTypes()).contains(Map.class);
  }
}
