package io.croft.spring.test;

import io.croft.spring.web.TenantNaming;
import io.croft.spring.web.TenantResolver;
import java.util.List;
import java.util.Optional;

// region contract
class PartnerResolverTest extends TenantResolverContract {

  @Override
  protected TenantResolver resolver() {
    return request -> {
      List<String> names = request.headers("X-Partner");
      return names.size() == 1
          ? Optional.of(TenantNaming.asks(names.get(0).strip()))
          : Optional.empty();
    };
  }

  @Override
  protected RequestSaying say(RequestSaying request, String tenant) {
    return request.header("X-Partner", tenant);
  }

  @Override
  protected Optional<RequestSaying> twice(String one, String other) {
    return Optional.of(new RequestSaying().header("X-Partner", one, other));
  }

  @Override
  protected boolean binds() {
    return false;
  }
}
// endregion
