package io.croft.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.croft.core.CapturedScope;
import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.core.Isolation;
import io.croft.core.TenantScope;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A parallel stream does some of its elements on the thread that calls it and others on threads of
 * the common pool, which have no scope.
 */
final class ParallelStreamsIT extends TenantsOnServers {

  private static final List<String> BODIES =
      IntStream.range(100, 164).mapToObj(i -> "note-" + i).toList();

  /** Opens when two threads are at work: then one of them is not the caller. */
  private final CountDownLatch two = new CountDownLatch(2);

  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

  @Override
  Isolation isolation() {
    return Isolation.POOL;
  }

  @BeforeEach
  void write() {
    write(a, BODIES.toArray(String[]::new));
    write(b, "of another");
  }

  private String body(int number) {
    if (threads.add(Thread.currentThread())) {
      two.countDown();
    }
    try (Connection connection = awaitOthers().getConnection()) {
      return strings(connection, "SELECT body FROM note ORDER BY body LIMIT 1 OFFSET " + number)
          .get(0);
    } catch (SQLException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  private CroftDataSource awaitOthers() {
    try {
      two.await();
      return data;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private List<String> all(Function<Integer, String> step) {
    return IntStream.range(0, BODIES.size()).boxed().parallel().map(step).toList();
  }

  @Test
  void eachElementIsOfTheTenantWhereTheScopeIsTakenAlong() {
    List<String> seen =
        TenantScope.call(
            a,
            () -> {
              // region streams
              CapturedScope scope = TenantScope.capture();
              return all(scope.wrapFunction(this::body));
              // endregion
            });
    assertThat(seen).isEqualTo(BODIES);
    assertThat(threads).hasSizeGreaterThan(1);
  }

  @Test
  void itIsRefusedAsAWholeWhereItIsNot() {
    assertThatThrownBy(() -> TenantScope.call(a, () -> all(this::body)))
        .isInstanceOf(IllegalStateException.class)
        .rootCause()
        .isInstanceOf(CroftException.class)
        .extracting(e -> ((CroftException) e).code())
        .isEqualTo(ErrorCode.NO_TENANT_IN_SCOPE);
    assertThat(threads).hasSizeGreaterThan(1);
  }
}
