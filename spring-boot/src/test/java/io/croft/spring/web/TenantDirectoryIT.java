package io.croft.spring.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.croft.catalog.Catalog;
import io.croft.catalog.NewTenant;
import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.core.Isolation;
import io.croft.core.Slug;
import io.croft.testbed.TestFleet;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class TenantDirectoryIT {

  private final TestFleet fleet = TestFleet.shared();
  private final Catalog reader = fleet.openReader();
  private final AtomicBoolean silent = new AtomicBoolean();
  private final AtomicInteger questions = new AtomicInteger();
  private final AtomicLong nanos = new AtomicLong();
  private final TenantDirectory directory = new TenantDirectory(counted(), nanos::get);

  @AfterEach
  void close() {
    reader.close();
  }

  /** Returns the catalog, which can be made silent and counts what it is asked. */
  private Catalog counted() {
    return (Catalog)
        Proxy.newProxyInstance(
            Catalog.class.getClassLoader(),
            new Class<?>[] {Catalog.class},
            (self, method, args) -> {
              questions.incrementAndGet();
              if (silent.get()) {
                throw new CroftException(ErrorCode.CATALOG_UNREACHABLE, "it is silent", "wait");
              }
              try {
                return method.invoke(reader, args);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos() + 1);
  }

  private String slug() {
    return fleet
        .catalog()
        .tenant(fleet.tenant(Isolation.POOL, TestFleet.EU))
        .orElseThrow()
        .slug()
        .value();
  }

  @Test
  void aNameInUseStaysKnownWhileTheCatalogIsSilent() {
    String slug = slug();
    assertThat(directory.find(slug)).isPresent();
    silent.set(true);
    pass(TenantDirectory.KNOWN);
    assertThat(directory.find(slug)).isPresent();
    await().untilAsserted(() -> assertThat(questions).hasValue(2));
    assertThat(directory.find(slug)).isPresent();
    assertThatThrownBy(() -> directory.find("another")).isInstanceOf(CroftException.class);
  }

  @Test
  void aNameIsLookedUpOnceWhileItIsFresh() {
    String slug = slug();
    for (int i = 0; i < 10; i++) {
      assertThat(directory.find(slug)).isPresent();
      assertThat(directory.find("nobody-there")).isEmpty();
    }
    assertThat(questions).hasValue(2);
  }

  @Test
  void aNewTenantIsFoundByWhoHasAskedForItBefore() {
    String slug = "late-" + System.nanoTime();
    assertThat(directory.find(slug)).isEmpty();
    fleet
        .provisioning()
        .provision(
            NewTenant.of(Slug.of(slug), "Late", TestFleet.PLAN),
            Optional.of(Isolation.POOL),
            Optional.of(TestFleet.EU),
            "test");
    assertThat(directory.find(slug)).isEmpty();
    pass(TenantDirectory.UNKNOWN);
    assertThat(directory.find(slug)).isPresent();
  }
}
