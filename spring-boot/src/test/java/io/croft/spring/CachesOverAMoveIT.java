package io.croft.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.croft.catalog.CatalogAddress;
import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.core.Isolation;
import io.croft.core.TenantId;
import io.croft.core.TenantScope;
import io.croft.spring.notes.Notes;
import io.croft.tools.CountingSockets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What is cached of a tenant that is moved, suspended or erased, in each isolation. */
@ParameterizedClass
@EnumSource(Isolation.class)
final class CachesOverAMoveIT {

  private static NotesService service;

  private final TenantId acme;
  private final TenantId globex;

  CachesOverAMoveIT(Isolation isolation) {
    acme = NotesService.tenant(isolation);
    globex = NotesService.tenant(isolation);
  }

  @BeforeAll
  static void start() {
    service =
        NotesService.start(
            List.of(OpenDoors.class, CachedNotes.class, CountedCatalog.class),
            "croft.web.header=X-Tenant",
            "croft.data-source.driver.socketFactory=" + CountingSockets.class.getName(),
            "spring.cache.type=simple");
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @BeforeEach
  void eachHasANote() {
    TenantScope.run(acme, () -> notes().add("of acme"));
    TenantScope.run(globex, () -> notes().add("of globex"));
  }

  private static CachedNotes notes() {
    return service.context.getBean(CachedNotes.class);
  }

  private static @Nullable Object cached(TenantId tenant, String id) {
    return notes().cached(tenant, id);
  }

  /** After this the process knows where the tenant is. */
  private static void use(TenantId tenant) {
    TenantScope.run(tenant, () -> service.context.getBean(Notes.class).count());
  }

  private static void assertRefused(ErrorCode code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            CroftException.class, refusal -> assertThat(refusal.code()).isEqualTo(code));
  }

  @Test
  void eachTenantReadsItsOwn() {
    for (CacheWay way : new CacheWay[] {CacheWay.KEY, CacheWay.FUTURE}) {
      for (int round = 0; round < 2; round++) {
        assertThat(TenantScope.<String, RuntimeException>call(acme, () -> way.read(notes(), "key")))
            .isEqualTo("of acme");
        assertThat(
                TenantScope.<String, RuntimeException>call(globex, () -> way.read(notes(), "key")))
            .isEqualTo("of globex");
      }
    }
  }

  @Test
  void aHitAsksNobody() {
    TenantScope.run(acme, () -> notes().byKey("key"));
    long roundTrips = CountingSockets.roundTrips();
    long questions = CountedCatalog.questions();
    for (int i = 0; i < 100; i++) {
      TenantScope.run(acme, () -> notes().byKey("key"));
    }
    assertThat(CountingSockets.roundTrips()).isEqualTo(roundTrips);
    assertThat(CountedCatalog.questions()).isEqualTo(questions);
    // Both are counted.
    use(acme);
    use(NotesService.tenant(Isolation.POOL));
    assertThat(CountingSockets.roundTrips()).isGreaterThan(roundTrips);
    assertThat(CountedCatalog.questions()).isGreaterThan(questions);
  }

  @Test
  void whatWasCachedInAHomeIsNotReadInTheNext() {
    TenantScope.run(acme, () -> notes().changed("key", "of the old home"));
    TenantScope.run(globex, () -> notes().changed("key", "stays"));
    assertThat(cached(acme, "key")).isEqualTo("of the old home");
    Moves.moveAway(acme);
    use(acme);
    assertThat(cached(acme, "key")).isNull();
    assertThat(TenantScope.<String, RuntimeException>call(acme, () -> notes().byKey("key")))
        .isEqualTo("of acme");
    assertThat(cached(globex, "key")).isEqualTo("stays");
  }

  @Test
  void whatIsComputedAcrossAMoveIsNotKept() {
    CompletableFuture<String> answer = TenantScope.call(acme, () -> notes().promised("key"));
    Moves.moveAway(acme);
    use(acme);
    notes().keep("key", "of the old home");
    assertThat(answer.join()).isEqualTo("of the old home");
    assertThat(cached(acme, "key")).isNull();
  }

  @Test
  void aChangeThatBeganBeforeAMoveIsOneAfterIt() {
    CompletableFuture<String> change = TenantScope.call(acme, () -> notes().promisedChange("key"));
    Moves.moveAway(acme);
    use(acme);
    TenantScope.run(acme, () -> notes().byKey("key"));
    notes().keep("key", "new");
    assertThat(change.join()).isEqualTo("new");
    assertThat(cached(acme, "key")).as("what was true before the change").isNull();
  }

  @Test
  void aSuspendedTenantReadsNothing() {
    TenantScope.run(acme, () -> notes().byKey("key"));
    NotesService.fleet().catalog().suspend(acme, "test");
    await()
        .untilAsserted(() -> assertRefused(ErrorCode.TENANT_NOT_ACTIVE, () -> cached(acme, "key")));
    int before = notes().computed();
    assertRefused(
        ErrorCode.TENANT_NOT_ACTIVE, () -> TenantScope.run(acme, () -> notes().byKey("key")));
    assertThat(notes().computed()).isEqualTo(before);
    NotesService.fleet().catalog().activate(acme, "test");
    await().untilAsserted(() -> assertThat(cached(acme, "key")).isEqualTo("of acme"));
  }

  @Test
  void anErasedTenantReadsNothing() throws SQLException {
    TenantScope.run(acme, () -> notes().byKey("key"));
    CatalogAddress address = NotesService.fleet().address();
    try (Connection catalog =
            DriverManager.getConnection(address.jdbcUrl(), address.user(), address.password());
        PreparedStatement erase =
            catalog.prepareStatement(
                "UPDATE catalog.tenant SET status = 'erased' WHERE id = ?::uuid")) {
      erase.setString(1, acme.toString());
      erase.executeUpdate();
    }
    await().untilAsserted(() -> assertRefused(ErrorCode.TENANT_UNKNOWN, () -> cached(acme, "key")));
  }
}
