package io.croft.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.croft.core.Access;
import io.croft.core.Isolation;
import io.croft.core.TenantId;
import io.croft.core.TenantScope;
import io.croft.spring.cache.TenantCaches;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.cache.Cache;

/** What a cache owes to tenants, of whatever kind it is. */
abstract class CachesContract {

  static final List<Class<?>> BEANS = List.of(OpenDoors.class, CachedNotes.class);

  /** What the tests' applications have in common. */
  static final String[] SETTINGS = {
    "croft.web.header=X-Tenant", "croft.cache.shared=countries", "croft.cache.accesses=staff"
  };

  final TenantId acme = NotesService.tenant(Isolation.POOL);
  final TenantId globex = NotesService.tenant(Isolation.POOL);

  abstract NotesService service();

  /** Returns false where a cache can only be waited for. */
  boolean hasFutures() {
    return true;
  }

  static String[] with(String... more) {
    return Stream.concat(Stream.of(SETTINGS), Stream.of(more)).toArray(String[]::new);
  }

  final CachedNotes notes() {
    return service().context.getBean(CachedNotes.class);
  }

  @BeforeEach
  final void eachHasANote() {
    TenantScope.run(acme, () -> notes().add("of acme"));
    TenantScope.run(globex, () -> notes().add("of globex"));
  }

  final String read(CacheWay way, TenantId tenant, String id) {
    return TenantScope.call(tenant, () -> way.read(notes(), id));
  }

  /** Reads a value, and waits until it is cached. */
  final void fill(TenantId tenant, String id) {
    read(CacheWay.KEY, tenant, id);
    await().untilAsserted(() -> assertThat(cached(tenant, id)).isNotNull());
  }

  final @Nullable Object cached(TenantId tenant, String id) {
    return notes().cached(tenant, id);
  }

  private void assumeFutures(CacheWay way) {
    assumeThat(hasFutures() || !way.needsFutures()).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void eachTenantReadsItsOwnUnderTheSameKey(CacheWay way) {
    assumeFutures(way);
    // What is put may arrive a little later.
    await()
        .untilAsserted(
            () -> {
              int before = notes().computed();
              assertThat(read(way, acme, "key")).isEqualTo("of acme");
              assertThat(read(way, globex, "key")).isEqualTo("of globex");
              assertThat(notes().computed()).as("computed before").isEqualTo(before);
            });
  }

  @ParameterizedTest
  @EnumSource
  void whatIsCachedIsToldToNobodyOutsideOfAScope(CacheWay way) {
    assumeFutures(way);
    read(way, acme, "key");
    int before = notes().computed();
    assertThatThrownBy(() -> way.read(notes(), "key"))
        .hasStackTraceContaining("no tenant is bound");
    assertThat(notes().computed()).isEqualTo(before);
  }

  @Test
  void everyCallOutsideOfAScopeIsRefused() {
    Cache cache = notes().cache();
    List<Runnable> calls =
        List.of(
            () -> cache.get("key"),
            () -> cache.get("key", String.class),
            () -> cache.get("key", () -> "value"),
            () -> cache.retrieve("key"),
            () -> cache.retrieve("key", () -> CompletableFuture.completedFuture("value")),
            () -> cache.put("key", "value"),
            () -> cache.putIfAbsent("key", "value"),
            () -> cache.evict("key"),
            () -> cache.evictIfPresent("key"),
            cache::clear,
            cache::invalidate,
            () -> notes().changed("key", "value"),
            () -> notes().forget("key"),
            () -> notes().forgetAll());
    for (Runnable call : calls) {
      assertThatThrownBy(call::run).hasStackTraceContaining("no tenant is bound");
    }
  }

  @Test
  void whatIsBelowIsNotHandedOut() {
    assertThat(notes().cache().getNativeCache()).isSameAs(notes().cache());
  }

  @Test
  void theCacheOfWhatBelongsToNobodyIsShared() {
    assertThat(notes().shared("key")).isEqualTo("of nobody");
    // Among processes a value may arrive a moment later.
    await()
        .untilAsserted(
            () -> {
              int before = notes().computed();
              assertThat(
                      TenantScope.<String, RuntimeException>call(acme, () -> notes().shared("key")))
                  .isEqualTo("of nobody");
              assertThat(notes().computed()).isEqualTo(before);
            });
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4})
  void aTenantEmptiesWhatIsItsOwn(int how) {
    List<Runnable> ways =
        List.of(
            () -> notes().forgetAll(),
            () -> notes().forgetAllAtOnce(),
            () -> notes().forgetAllByStandard(),
            () -> notes().cache().clear(),
            () -> notes().cache().invalidate());
    for (String id : List.of("one", "two")) {
      fill(acme, id);
      fill(globex, id);
    }
    TenantScope.run(acme, () -> ways.get(how).run());
    await().untilAsserted(() -> assertThat(cached(acme, "one")).isNull());
    assertThat(cached(acme, "two")).isNull();
    assertThat(cached(globex, "one")).isEqualTo("of globex");
    assertThat(cached(globex, "two")).isEqualTo("of globex");
  }

  @Test
  void aTenantForgetsAndChangesWhatIsItsOwn() {
    fill(acme, "key");
    fill(globex, "key");
    TenantScope.run(acme, () -> notes().forget("key"));
    await().untilAsserted(() -> assertThat(cached(acme, "key")).isNull());
    TenantScope.run(acme, () -> notes().changed("key", "changed"));
    await().untilAsserted(() -> assertThat(cached(acme, "key")).isEqualTo("changed"));
    TenantScope.run(acme, () -> notes().cache().putIfAbsent("key", "too late"));
    TenantScope.run(acme, () -> notes().cache().putIfAbsent("other", "in time"));
    assertThat(cached(acme, "key")).isEqualTo("changed");
    assertThat(cached(acme, "other")).isEqualTo("in time");
    assertThat(cached(globex, "key")).isEqualTo("of globex");
    assertThat(cached(globex, "other")).isNull();
  }

  @Test
  void anOperatorRemovesWhatIsCachedOfOneTenant() {
    fill(acme, "key");
    TenantScope.run(acme, Access.of("staff"), () -> notes().cache().putIfAbsent("key", "of staff"));
    fill(globex, "key");
    service().context.getBean(TenantCaches.class).evict(acme);
    assertThat(cached(acme, "key")).isNull();
    TenantScope.run(
        acme, Access.of("staff"), () -> assertThat(notes().cache().get("key")).isNull());
    assertThat(cached(globex, "key")).isEqualTo("of globex");
  }

  @ParameterizedTest
  @ValueSource(strings = {"staff", "report"})
  void whatWasReadWithFullAccessIsNotReadWithLess(String word) {
    fill(acme, "key");
    TenantScope.run(acme, Access.of(word), () -> assertThat(notes().cache().get("key")).isNull());
  }

  @Test
  void anAccessHasEntriesOfItsOwnWhereItIsNamed() {
    Cache cache = notes().cache();
    TenantScope.run(acme, Access.of("staff"), () -> cache.put("key", "of staff"));
    TenantScope.run(
        acme,
        Access.of("staff"),
        () -> assertThat(cache.get("key", String.class)).isEqualTo("of staff"));
    assertThat(cached(acme, "key")).isNull();
    TenantScope.run(acme, Access.of("report"), () -> cache.put("key", "of report"));
    TenantScope.run(
        acme, Access.of("report"), () -> assertThat(cache.get("key", String.class)).isNull());
    assertThat(cached(acme, "key")).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "staff", "report"})
  void aChangeIsOneForCodeOfEveryAccess(String word) {
    fill(acme, "forgotten");
    fill(acme, "changed");
    Access staff = Access.of("staff");
    for (String id : List.of("forgotten", "changed")) {
      TenantScope.run(acme, staff, () -> notes().cache().putIfAbsent(id, "of staff"));
    }
    TenantScope.run(
        acme,
        new Access(word),
        () -> {
          notes().forget("forgotten");
          notes().changed("changed", "new");
        });
    await()
        .untilAsserted(
            () -> {
              for (Access access : List.of(Access.FULL, staff)) {
                TenantScope.run(
                    acme,
                    access,
                    () -> {
                      assertThat(notes().cache().get("forgotten")).isNull();
                      assertThat(notes().cache().get("changed", String.class)).isIn("new", null);
                    });
              }
            });
  }

  @Test
  void workThatACacheDoesIsOfTheScopeOfWhoHasAsked() {
    assumeThat(hasFutures()).isTrue();
    Supplier<CompletableFuture<String>> loader =
        () -> CompletableFuture.completedFuture(TenantScope.require().toString());
    assertThat(
            TenantScope.<CompletableFuture<String>, RuntimeException>call(
                    acme, () -> notes().cache().retrieve("key", loader))
                .join())
        .isEqualTo(acme.toString());
  }

  @Test
  void whatSomebodyElseCompletesBelongsToWhoHasAsked() {
    assumeThat(hasFutures()).isTrue();
    CompletableFuture<String> answer = TenantScope.call(acme, () -> notes().promised("promised"));
    CompletableFuture<String> changed =
        TenantScope.call(acme, () -> notes().promisedChange("change"));
    await().until(() -> notes().isPromised("promised") && notes().isPromised("change"));
    // A worker of another tenant ends it, for whatever reason.
    TenantScope.run(
        globex,
        () -> {
          notes().keep("promised", "for acme");
          notes().keep("change", "for acme");
        });
    assertThat(answer.join()).isEqualTo("for acme");
    assertThat(changed.join()).isEqualTo("for acme");
    for (String id : List.of("promised", "change")) {
      await().untilAsserted(() -> assertThat(cached(acme, id)).isEqualTo("for acme"));
      assertThat(cached(globex, id)).isNull();
    }
  }
}
