package io.croft.spring.reactive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.croft.core.Access;
import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.core.TenantId;
import io.croft.core.TenantScope;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;

/** A Reactor context has one scope, and work of it runs in that one, or not at all. */
final class ReactiveScopeTest {

  private final TenantId acme = TenantId.random();
  private final TenantId globex = TenantId.random();

  @BeforeEach
  void byHand() {
    Hooks.disableAutomaticContextPropagation();
  }

  private static void assertRefused(Mono<?> work, ErrorCode code) {
    assertThatThrownBy(work::block)
        .isInstanceOfSatisfying(CroftException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  @Test
  void workRunsInTheScopeOfTheContext() {
    assertThat(
            ReactiveScope.call(TenantScope::require).contextWrite(ReactiveScope.of(acme)).block())
        .isEqualTo(acme);
    assertThat(ReactiveScope.current().contextWrite(ReactiveScope.of(acme)).block())
        .isEqualTo(acme);
    ReactiveScope.run(() -> assertThat(TenantScope.require()).isEqualTo(acme))
        .contextWrite(ReactiveScope.of(acme))
        .block();
    assertThat(TenantScope.current()).isEmpty();
  }

  @Test
  void workWithoutAScopeIsNotRun() {
    assertRefused(ReactiveScope.call(() -> "done"), ErrorCode.NO_TENANT_IN_SCOPE);
    assertRefused(
        ReactiveScope.run(
            () -> {
              throw new AssertionError("was run");
            }),
        ErrorCode.NO_TENANT_IN_SCOPE);
    assertThat(ReactiveScope.current().blockOptional()).isEmpty();
  }

  @Test
  void otherWaysToBoundedElasticAreOfNoTenant() {
    assertThat(Mono.fromCallable(TenantScope::current).contextWrite(ReactiveScope.of(acme)).block())
        .isEqualTo(Optional.empty());
  }

  @Test
  void anotherTenantIsNotEnteredInside() {
    assertRefused(
        ReactiveScope.current()
            .contextWrite(ReactiveScope.of(globex))
            .contextWrite(ReactiveScope.of(acme)),
        ErrorCode.TENANT_ALREADY_IN_SCOPE);
    TenantScope.run(
        acme,
        () ->
            assertRefused(
                ReactiveScope.current().contextWrite(ReactiveScope.of(globex)),
                ErrorCode.TENANT_ALREADY_IN_SCOPE));
  }

  @Test
  void anAccessIsNarrowedAndNeverWidened() {
    Access reader = Access.of("reader");
    Mono<Access> access = ReactiveScope.call(() -> TenantScope.currentAccess().orElseThrow());
    assertThat(
            access
                .contextWrite(ReactiveScope.of(acme, reader))
                .contextWrite(ReactiveScope.of(acme))
                .block())
        .isEqualTo(reader);
    assertRefused(
        access.contextWrite(ReactiveScope.of(acme)).contextWrite(ReactiveScope.of(acme, reader)),
        ErrorCode.ACCESS_ALREADY_IN_SCOPE);
  }

  @Test
  void theSameTenantMayBeEnteredAgain() {
    assertThat(
            ReactiveScope.current()
                .contextWrite(ReactiveScope.of(acme))
                .contextWrite(ReactiveScope.of(acme))
                .block())
        .isEqualTo(acme);
  }
}
