package io.croft.spring.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.croft.core.CroftException;
import io.croft.core.TenantScope;
import io.croft.spring.web.TenantNaming;
import io.croft.spring.web.TenantResolver;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What every {@link TenantResolver} must do, whoever has written it: a class of tests that extends
 * this one says what its resolver is and how a request names a tenant to it, and inherits the
 * tests. They need no server.
 */
public abstract class TenantResolverContract {

  private static final int THREADS = 8;
  private static final int REQUESTS = 200;

  /** Returns the resolver. */
  protected abstract TenantResolver resolver();

  /**
   * Lets a request name a tenant where the resolver looks for it, encoded as that place demands: in
   * a path, percents and slashes are. The names {@link #acme} and {@link #globex} are of tenants;
   * for names of nobody a resolver that knows its tenants may have no place, and the request is
   * left as it is.
   */
  protected abstract RequestSaying say(RequestSaying request, String tenant);

  /** Returns whether what it finds is something that no caller can make up. */
  protected abstract boolean binds();

  /** Returns the name of a tenant. */
  protected String acme() {
    return "acme";
  }

  /** Returns the name of another tenant. */
  protected String globex() {
    return "globex";
  }

  /** Returns a request that names two tenants in that place, empty where that cannot be written. */
  protected Optional<RequestSaying> twice(String one, String other) {
    return Optional.empty();
  }

  private Optional<TenantNaming> resolve(RequestSaying request) {
    return OddNames.resolved(resolver(), request);
  }

  private TenantNaming named(String tenant) {
    return resolve(say(new RequestSaying(), tenant))
        .orElseThrow(
            () -> new AssertionError("the request names " + tenant + ", and none is found"));
  }

  @Test
  void findsTheTenantThatIsNamed() {
    assertEquals(Set.of(acme()), named(acme()).tenants());
    assertEquals(Set.of(globex()), named(globex()).tenants());
    assertEquals(Set.of(acme()), named(acme()).tenants(), "it must not remember the last one");
  }

  @Test
  void bindsWhatNobodyCanMakeUpAndNothingElse() {
    assertEquals(binds(), named(acme()).binding());
  }

  @Test
  void hasNoDefaultForARequestThatSaysNothing() {
    Optional<TenantNaming> found = resolve(new RequestSaying());
    assertTrue(
        found.isEmpty() || (found.get().binding() && found.get().tenants().isEmpty()),
        () -> "the request names no tenant, and this is found: " + found);
  }

  @Test
  void takesNoSideWhereTwoAreNamed() {
    twice(acme(), globex())
        .flatMap(this::resolve)
        .ifPresent(
            found ->
                assertEquals(
                    Set.of(acme(), globex()),
                    found.tenants(),
                    "two tenants are named: find both, or refuse with tenant-ambiguous"));
  }

  @TestFactory
  Stream<DynamicTest> leavesOddNamesAsTheyAre() {
    return OddNames.around(acme())
        .map(
            odd ->
                DynamicTest.dynamicTest(
                    odd.name(),
                    () -> {
                      RequestSaying request = say(new RequestSaying(), odd.text());
                      resolve(request).ifPresent(found -> requireAsWritten(odd.text(), found));
                    }));
  }

  private void requireAsWritten(String written, TenantNaming found) {
    for (String name : found.tenants()) {
      // On its way, what is no character becomes a question mark.
      String sent = new String(written.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
      String stripped = sent.strip();
      if (!name.equals(written)
          && !name.equals(sent)
          && !name.equals(stripped)
          && !name.equals(stripped.toLowerCase(Locale.ROOT))) {
        fail("the request names \"%s\", and \"%s\" is found".formatted(written, name));
      }
    }
  }

  @Test
  void entersNoScope() {
    resolve(say(new RequestSaying(), acme()));
    assertTrue(
        TenantScope.current().isEmpty(), "a resolver finds a tenant; Croft enters its scope");
  }

  @Test
  void isAskedByManyAtOnce() {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<CompletableFuture<Void>> all = new ArrayList<>();
      for (int i = 0; i < REQUESTS; i++) {
        String tenant = i % 2 == 0 ? acme() : globex();
        all.add(
            CompletableFuture.runAsync(
                () -> assertEquals(Set.of(tenant), named(tenant).tenants()), threads));
      }
      all.forEach(CompletableFuture::join);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void refusesOnlyInWaysThatAClientIsTold() {
    // Every other test does this as well: here for a name of nobody.
    resolve(say(new RequestSaying(), "nobody-knows-4711"))
        .ifPresent(found -> requireAsWritten("nobody-knows-4711", found));
  }

  /** Returns whether an error of Croft has an answer other than 500. */
  static boolean isForClient(CroftException e) {
    return switch (e.code()) {
      case TENANT_MISSING,
          TENANT_AMBIGUOUS,
          SLUG_INVALID,
          TENANT_ID_INVALID,
          CALLER_UNKNOWN,
          TENANT_FORBIDDEN,
          TENANT_NOT_ACTIVE,
          TENANT_UNKNOWN ->
          true;
      default -> false;
    };
  }
}
