package io.croft.jdbc;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.core.TenantId;
import org.junit.jupiter.api.Test;

final class WatchedCatalogTest {

  private final FakeCatalog catalog = new FakeCatalog();
  private final WatchedCatalog watched = new WatchedCatalog(catalog);

  private void says(ErrorCode code, String message) {
    Runnable refusing =
        () -> {
          throw new CroftException(code, message, "check it");
        };
    catalog.beforePlacement = refusing;
    catalog.beforeChanges = refusing;
  }

  @Test
  void aCatalogThatRefusesAnswers() {
    says(ErrorCode.CATALOG_UNREACHABLE, "does not answer");
    assertThatThrownBy(() -> watched.placement(TenantId.random()))
        .hasMessageContaining("does not answer");
    says(ErrorCode.LOGIN_REFUSED, "password refused");
    assertThatThrownBy(watched::probe).hasMessageContaining("password refused");
    assertThatThrownBy(() -> watched.placement(TenantId.random()))
        .hasMessageContaining("password refused");
  }
}
