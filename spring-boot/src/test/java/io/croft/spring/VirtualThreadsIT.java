package io.croft.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.croft.core.Isolation;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;

/** Work beside a request on virtual threads; earlier versions of Java have none. */
@EnabledForJreRange(minVersion = 21)
final class VirtualThreadsIT extends WorkBesideRequestsContract {

  VirtualThreadsIT() {
    super(Isolation.SCHEMA);
  }

  @BeforeAll
  static void start() {
    start("spring.threads.virtual.enabled=true");
  }

  @Test
  void theApplicationRunsOnThem() {
    assertThat(bean("applicationTaskExecutor", Object.class))
        .isInstanceOf(SimpleAsyncTaskExecutor.class);
    assertThat(bean("taskScheduler", Object.class)).isInstanceOf(SimpleAsyncTaskScheduler.class);
  }
}
