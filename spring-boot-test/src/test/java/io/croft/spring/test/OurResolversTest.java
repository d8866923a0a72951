package io.croft.spring.test;

import io.croft.spring.web.Resolvers;
import io.croft.spring.web.TenantResolver;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.springframework.web.util.UriUtils;

final class OurResolversTest {

  private static final String HEADER = "X-Tenant";

  @Nested
  class Header extends TenantResolverContract {

    @Override
    protected TenantResolver resolver() {
      return Resolvers.header(HEADER);
    }

    @Override
    protected RequestSaying say(RequestSaying request, String tenant) {
      return request.header(HEADER, tenant);
    }

    @Override
    protected boolean binds() {
      return false;
    }

    @Override
    protected Optional<RequestSaying> twice(String one, String other) {
      return Optional.of(new RequestSaying().header(HEADER, one, other));
    }
  }

  @Nested
  class Subdomain extends TenantResolverContract {

    @Override
    protected TenantResolver resolver() {
      return Resolvers.subdomain("booking.test");
    }

    @Override
    protected RequestSaying say(RequestSaying request, String tenant) {
      return request.host(tenant + ".booking.test");
    }

    @Override
    protected boolean binds() {
      return false;
    }

    @Override
    protected Optional<RequestSaying> twice(String one, String other) {
      return Optional.of(new RequestSaying().host(one + "." + other + ".booking.test"));
    }
  }

  @Nested
  class Hosts extends TenantResolverContract {

    @Override
    protected TenantResolver resolver() {
      return Resolvers.hosts(Map.of("acme.test", "acme", "globex.test", "globex"));
    }

    @Override
    protected RequestSaying say(RequestSaying request, String tenant) {
      return request.host(tenant + ".test");
    }

    @Override
    protected boolean binds() {
      return false;
    }
  }

  @Nested
  class Path extends TenantResolverContract {

    @Override
    protected TenantResolver resolver() {
      return Resolvers.path("/b/{tenant}/**");
    }

    @Override
    protected RequestSaying say(RequestSaying request, String tenant) {
      return request.path("/b/" + UriUtils.encode(tenant, StandardCharsets.UTF_8));
    }

    @Override
    protected boolean binds() {
      return false;
    }
  }

  @Nested
  class Session extends TenantResolverContract {

    @Override
    protected TenantResolver resolver() {
      return Resolvers.session("tenant");
    }

    @Override
    protected RequestSaying say(RequestSaying request, String tenant) {
      return request.session("tenant", tenant);
    }

    @Override
    protected boolean binds() {
      return false;
    }
  }

  @Nested
  class Claim extends TenantResolverContract {

    @Override
    protected TenantResolver resolver() {
      return Resolvers.claim("tenants", true);
    }

    @Override
    protected RequestSaying say(RequestSaying request, String tenant) {
      return request.claims(Map.of("tenants", tenant));
    }

    @Override
    protected boolean binds() {
      return true;
    }

    @Override
    protected Optional<RequestSaying> twice(String one, String other) {
      return Optional.of(new RequestSaying().claims(Map.of("tenants", List.of(one, other))));
    }
  }

  @Nested
  class ApiKey extends TenantResolverContract {

    private final Map<String, String> keys =
        Map.of("key of acme", "acme", "key of globex", "globex");

    @Override
    protected TenantResolver resolver() {
      return Resolvers.apiKey("X-Key", key -> Optional.ofNullable(keys.get(key)));
    }

    @Override
    protected RequestSaying say(RequestSaying request, String tenant) {
      return request.header("X-Key", "key of " + tenant);
    }

    @Override
    protected boolean binds() {
      return true;
    }

    @Override
    protected Optional<RequestSaying> twice(String one, String other) {
      return Optional.of(new RequestSaying().header("X-Key", "key of " + one, "key of " + other));
    }
  }
}
