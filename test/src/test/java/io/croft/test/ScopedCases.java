package io.croft.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.croft.catalog.Tenant;
import io.croft.core.Isolation;
import io.croft.core.TenantId;
import io.croft.core.TenantScope;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Classes of tests as users write them; {@link ScopesOfTestsIT} runs them. */
final class ScopedCases {

  /** What tests have met. */
  static final Queue<Met> MET = new ConcurrentLinkedQueue<>();

  private ScopedCases() {}

  record Met(String where, TenantId tenant, Isolation isolation) {}

  private static void meet(String where, TenantId tenant, Isolation isolation) {
    assertThat(TenantScope.current()).contains(tenant);
    MET.add(new Met(where, tenant, isolation));
  }

  @EmbeddedCroft(migrations = Shop.MIGRATIONS)
  static class Each {

    private TenantId before;

    @BeforeAll
    static void noneYet() {
      assertThat(TenantScope.current()).isEmpty();
    }

    @BeforeEach
    void before(TenantId tenant) {
      before = TenantScope.require();
      assertThat(before).isEqualTo(tenant);
    }

    @TenantTest
    void each(TenantId tenant, Tenant known, Isolation isolation, Tenants tenants) {
      assertThat(before).isEqualTo(tenant).isEqualTo(known.id());
      assertThat(tenants.placement(tenant).isolation()).isEqualTo(isolation);
      meet("each", tenant, isolation);
    }

    @AfterEach
    void after() {
      assertThat(TenantScope.require()).isEqualTo(before);
    }

    @AfterAll
    static void noneAnyMore() {
      assertThat(TenantScope.current()).isEmpty();
    }
  }

  @EmbeddedCroft(migrations = Shop.MIGRATIONS)
  static class Chosen {

    @TenantTest(Isolation.SCHEMA)
    void chosen(TenantId tenant, Isolation isolation) {
      meet("chosen", tenant, isolation);
    }
  }

  @EmbeddedCroft(migrations = Shop.MIGRATIONS)
  @WithTenant("acme")
  static class Named {

    private String slug = "";

    @BeforeEach
    void before(Tenant tenant) {
      assertThat(TenantScope.current()).contains(tenant.id());
      slug = tenant.slug().value();
    }

    @AfterEach
    void after(Tenant tenant) {
      assertThat(TenantScope.current()).contains(tenant.id());
    }

    @Test
    void ofTheClass(TenantId tenant, Isolation isolation) {
      assertThat(slug).isEqualTo("acme");
      meet("class", tenant, isolation);
    }

    @Test
    @WithTenant(value = "globex", isolation = Isolation.SCHEMA)
    void ofTheMethod(TenantId tenant, Isolation isolation) {
      assertThat(slug).isEqualTo("globex");
      assertThat(isolation).isEqualTo(Isolation.SCHEMA);
      meet("method", tenant, isolation);
    }

    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void onAnotherThread(TenantId tenant, Isolation isolation) {
      meet("thread", tenant, isolation);
    }

    @TestFactory
    DynamicTest madeOnTheWay() {
      TenantId tenant = TenantScope.require();
      return DynamicTest.dynamicTest("made", () -> meet("dynamic", tenant, Isolation.POOL));
    }

    @Nested
    @WithTenant("initech")
    class Inner {

      @Test
      void ofTheInnerClass(TenantId tenant, Isolation isolation) {
        assertThat(slug).isEqualTo("initech");
        meet("inner", tenant, isolation);
      }
    }
  }

  @EmbeddedCroft(migrations = Shop.MIGRATIONS)
  @TestMethodOrder(MethodOrderer.OrderAnnotation.class)
  static class Failing {

    @Test
    @Order(1)
    @WithTenant("acme")
    void fails() {
      Assertions.fail("on purpose");
    }

    @TenantTest
    @Order(2)
    void failsEverywhere() {
      Assertions.fail("on purpose");
    }

    @Test
    @Order(3)
    void hasNone() {
      assertThat(TenantScope.current()).isEmpty();
      MET.add(new Met("no tenant after the others", TenantId.random(), Isolation.POOL));
    }
  }

  @EmbeddedCroft(migrations = Shop.MIGRATIONS)
  @Execution(ExecutionMode.CONCURRENT)
  static class SideBySide {

    @TenantTest(Isolation.POOL)
    void one(TenantId tenant) {
      meet("one", tenant, Isolation.POOL);
    }

    @RepeatedTest(39)
    void many(Tenants tenants) {
      TenantId tenant = tenants.create(Isolation.POOL);
      assertThat(TenantScope.current()).isEmpty();
      TenantScope.run(tenant, () -> meet("many", tenant, Isolation.POOL));
    }
  }

  @EmbeddedCroft(migrations = Shop.MIGRATIONS)
  static class Both {

    @TenantTest
    @WithTenant("acme")
    void both() {}
  }

  @EmbeddedCroft(migrations = Shop.MIGRATIONS)
  @WithTenant("acme")
  static class BothByClass {

    @TenantTest
    void both() {}
  }

  @EmbeddedCroft(migrations = Shop.MIGRATIONS)
  static class NoIsolation {

    @TenantTest({})
    void none() {}
  }

  @EmbeddedCroft(migrations = Shop.MIGRATIONS)
  static class Twice {

    @TenantTest({Isolation.POOL, Isolation.POOL})
    void twice() {}
  }

  @EmbeddedCroft(migrations = Shop.MIGRATIONS)
  static class OtherKind {

    @TenantTest
    @RepeatedTest(2)
    void two() {}
  }

  @EmbeddedCroft(migrations = Shop.MIGRATIONS)
  static class NoSlug {

    @Test
    @WithTenant("No Slug")
    void none() {}
  }

  static class NoFleet {

    @Test
    @WithTenant("acme")
    void none() {}
  }

  @EmbeddedCroft(migrations = "classpath:io/croft/test/nowhere")
  static class NoMigrations {

    @Test
    void none(Tenants tenants) {
      throw new AssertionError(tenants);
    }
  }

  @EmbeddedCroft(migrations = Shop.MIGRATIONS)
  static class Unscoped {

    @Test
    void none(TenantId tenant) {
      throw new AssertionError(tenant);
    }
  }
}
