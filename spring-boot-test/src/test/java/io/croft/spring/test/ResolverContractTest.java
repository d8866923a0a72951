package io.croft.spring.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.croft.spring.web.TenantNaming;
import io.croft.spring.web.TenantResolver;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.platform.testkit.engine.EngineTestKit;

/** Each way of being wrong fails the test that is for it. */
final class ResolverContractTest {

  private static Set<String> failed(Class<?> cases) {
    return EngineTestKit.engine("junit-jupiter")
        .selectors(selectClass(cases))
        .execute()
        .allEvents()
        .failed()
        .map(event -> event.getTestDescriptor().getDisplayName())
        .collect(Collectors.toSet());
  }

  @Test
  void wrongResolversFail() {
    assertThat(failed(WithDefault.class)).contains("hasNoDefaultForARequestThatSaysNothing()");
    assertThat(failed(FirstOfTwo.class)).containsExactly("takesNoSideWhereTwoAreNamed()");
    assertThat(failed(Decoding.class)).contains("percent-encoded").doesNotContain("upper case");
    assertThat(failed(Throwing.class)).contains("nothing", "very long");
    assertThat(failed(Binding.class)).containsExactly("bindsWhatNobodyCanMakeUpAndNothingElse()");
    assertThat(failed(Remembering.class)).contains("findsTheTenantThatIsNamed()");
    assertThat(failed(Correct.class)).isEmpty();
  }

  /** What is common to the cases. */
  abstract static class Header extends TenantResolverContract {

    static Optional<String> first(io.croft.spring.web.TenantRequest request) {
      return request.headers("X-Tenant").stream().findFirst();
    }

    @Override
    protected RequestSaying say(RequestSaying request, String tenant) {
      return request.header("X-Tenant", tenant);
    }

    @Override
    protected boolean binds() {
      return false;
    }
  }

  static final class Correct extends Header {

    @Override
    protected TenantResolver resolver() {
      return request -> first(request).map(TenantNaming::asks);
    }
  }

  static final class WithDefault extends Header {

    @Override
    protected TenantResolver resolver() {
      return request -> Optional.of(TenantNaming.asks(first(request).orElse("acme")));
    }
  }

  static final class FirstOfTwo extends Header {

    @Override
    protected TenantResolver resolver() {
      return request -> first(request).map(TenantNaming::asks);
    }

    @Override
    protected Optional<RequestSaying> twice(String one, String other) {
      return Optional.of(new RequestSaying().header("X-Tenant", one, other));
    }
  }

  static final class Decoding extends Header {

    @Override
    protected TenantResolver resolver() {
      return request ->
          first(request)
              .map(name -> URLDecoder.decode(name, StandardCharsets.UTF_8))
              .map(TenantNaming::asks);
    }
  }

  static final class Throwing extends Header {

    @Override
    protected TenantResolver resolver() {
      return request ->
          first(request)
              .map(name -> List.of(name.charAt(0), name.substring(0, Math.min(name.length(), 9))))
              .map(parts -> TenantNaming.asks(parts.get(1).toString()));
    }
  }

  static final class Binding extends Header {

    @Override
    protected TenantResolver resolver() {
      return request -> first(request).map(name -> TenantNaming.binds(Set.of(name)));
    }
  }

  static final class Remembering extends Header {

    private static final AtomicReference<String> LAST = new AtomicReference<>();

    @Override
    protected TenantResolver resolver() {
      return request ->
          first(request)
              .map(name -> LAST.compareAndSet(null, name) ? name : LAST.get())
              .map(TenantNaming::asks);
    }
  }
}
