package io.croft.catalog;

import static io.croft.catalog.Refused.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.croft.core.ErrorCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogAddressTest {

  @Test
  void readsTheUsualSpelling() {
    CatalogAddress address = CatalogAddress.parse("postgresql://ada:s3cret@db.example:6432/croft");

    assertThat(address.jdbcUrl()).isEqualTo("jdbc:postgresql://db.example:6432/croft");
    assertThat(address.user()).isEqualTo("ada");
    assertThat(address.password()).isEqualTo("s3cret");
  }

  @Test
  void takesTheUsualPortAndTheDriversParameters() {
    assertThat(CatalogAddress.parse("postgresql://a:b@h/croft?sslmode=verify-full").jdbcUrl())
        .isEqualTo("jdbc:postgresql://h:5432/croft?sslmode=verify-full");
  }

  @Test
  void writesWhatItReads() {
    CatalogAddress address =
        CatalogAddress.of("::1", 5433, "my catalog", "we ird", "p+a:s/s@w%rd? é");

    assertThat(CatalogAddress.parse(address.uri())).isEqualTo(address);
  }

  @Test
  void hidesThePassword() {
    CatalogAddress address = CatalogAddress.of("h", 5432, "croft", "ada", "s3cret");

    assertThat(address.toString()).isEqualTo("ada at postgresql://h:5432/croft");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "h:5432/s3cret",
        "mysql://ada:s3cret@h/croft",
        "postgresql://ada:s3cret@/croft",
        "postgresql://ada:s3cret@h",
        "postgresql://ada:s3cret@h/",
        "postgresql://ada:s3cret@h/a/b",
        "postgresql://s3cret@h/croft",
        "postgresql://:s3cret@h/croft",
        "postgresql://h/croft",
        "postgresql://ada:s3cret bad@h/croft"
      })
  void refusesWhatIsNoAddressWithoutRepeatingIt(String text) {
    assertRefused(ErrorCode.CONFIGURATION_INVALID, () -> CatalogAddress.parse(text))
        .hasMessageNotContaining("s3cret")
        .hasNoCause();
  }
}
