package io.croft.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {

  @ParameterizedTest
  @ValueSource(strings = {"ab", "acme", "salon-7", "a1-b2-c3"})
  void acceptsSlugs(String text) {
    assertThat(Slug.of(text).value()).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "-ab",
        "ab-",
        "a--b",
        "Acme",
        "1ab",
        "a b",
        "a_b",
        "ä-b",
        "a'b",
        "ab\n",
        "a234567890123456789012345678901234567890123456789"
      })
  void refusesWhatIsNoSlug(String text) {
    assertThatThrownBy(() -> Slug.of(text))
        .isInstanceOf(CroftException.class)
        .hasMessageContaining("is not a slug")
        .extracting(e -> ((CroftException) e).code().code())
        .isEqualTo("slug-invalid");
  }

  @Test
  void namesAHomeByTenantAndEpoch() {
    TenantId tenant = new TenantId(new UUID(0x0123456789abcdefL, 0xfedcba9876543210L));

    Placement first = Placement.of(tenant, Isolation.SCHEMA, "eu-1", 1);
    Placement second = Placement.of(tenant, Isolation.DATABASE, "eu-1", 2);

    assertThat(first.schema()).isEqualTo("t_0123456789abcdeffedcba9876543210_1");
    assertThat(first.database()).isEqualTo(Placement.SHARED_DATABASE);
    assertThat(second.database()).isEqualTo("t_0123456789abcdeffedcba9876543210_2");
    assertThat(second.schema()).isEqualTo(Placement.APP_SCHEMA);
    assertThat(first.login()).isNotEqualTo(second.login());
  }

  @Test
  void quotesIdentifiersAndRefusesWhatPostgresWouldCut() {
    assertThat(Identifiers.quote("a\"b")).isEqualTo("\"a\"\"b\"");
    assertThatThrownBy(() -> Identifiers.quote("x".repeat(64)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Identifiers.quote("")).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "staff", "read_only2", "a234567890123456"})
  void acceptsWordsOfAnAccess(String word) {
    assertThat(Access.of(word).word()).isEqualTo(word);
    assertThat(Access.of(word).isFull()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "Staff", "_a", "1a", "a-b", "a b", "staff ", "ä", "a2345678901234567"})
  void refusesWhatIsNoWordOfAnAccess(String word) {
    assertThatThrownBy(() -> Access.of(word))
        .isInstanceOf(CroftException.class)
        .extracting(e -> ((CroftException) e).code().code())
        .isEqualTo("access-invalid");
  }

  @Test
  void givesEachAccessALoginOfItsOwn() {
    TenantId tenant = TenantId.random();
    Access longest = Access.of("a234567890123456");
    Placement home = Placement.of(tenant, Isolation.SCHEMA, "eu-1", 99_999_999_999L);

    assertThat(home.loginFor(Access.FULL)).isEqualTo(home.login());
    assertThat(home.loginFor(longest)).isEqualTo(home.login() + "_a234567890123456").hasSize(63);
    assertThat(Placement.of(tenant, Isolation.POOL, "eu-1", 1).loginFor(longest))
        .isEqualTo("croft_as_a234567890123456");
  }
}
