package io.croft.jdbc;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.croft.catalog.Catalog;
import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.core.TenantId;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

final class WatchedCatalogTest {

  @Test
  void aCatalogThatRefusesAnswers() {
    AtomicReference<CroftException> says =
        new AtomicReference<>(
            new CroftException(ErrorCode.CATALOG_UNREACHABLE, "does not answer", "start it"));
    Catalog real =
        (Catalog)
            Proxy.newProxyInstance(
                Catalog.class.getClassLoader(),
                new Class<?>[] {Catalog.class},
                (proxy, method, arguments) -> {
                  throw says.get();
                });
    WatchedCatalog watched = new WatchedCatalog(real);
    assertThatThrownBy(() -> watched.placement(TenantId.random()))
        .hasMessageContaining("does not answer");
    says.set(new CroftException(ErrorCode.LOGIN_REFUSED, "password refused", "check it"));
    assertThatThrownBy(watched::probe).hasMessageContaining("password refused");
    assertThatThrownBy(() -> watched.placement(TenantId.random()))
        .hasMessageContaining("password refused");
  }
}
