package io.croft.spring.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.croft.core.Access;
import io.croft.core.TenantId;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** No key of one space is one of another, whatever the application and its callers make of it. */
final class SpacePropertiesTest {

  private static final TenantId ACME = TenantId.of("6f1c4f6e-0f0a-4d1c-9a52-0d6f5f0f1a2b");

  /** Few of each, so that they often differ in one thing only. */
  @Provide
  Arbitrary<Space> spaces() {
    Arbitrary<TenantId> tenants =
        Arbitraries.integers().between(0, 2).map(i -> new TenantId(new UUID(7, i)));
    Arbitrary<Access> accesses = Arbitraries.of("", "full", "a", "a_1", "staff").map(Access::new);
    Arbitrary<Long> epochs = Arbitraries.longs().between(1, 12);
    return Combinators.combine(tenants, accesses, epochs).as(Space::new);
  }

  /** Anything, and pieces of which keys of Croft are made. */
  @Provide
  Arbitrary<String> keys() {
    Arbitrary<String> piece =
        Arbitraries.oneOf(
            Arbitraries.strings().ofMaxLength(8),
            Arbitraries.of(":", "/", "::", "1:", "*", "[", "\\", "a", "first::"),
            spaces().map(Space::prefix));
    return piece.list().ofMaxSize(4).map(pieces -> String.join("", pieces));
  }

  @Property
  void twoEntriesHaveTwoKeys(
      @ForAll("spaces") Space one,
      @ForAll("spaces") Space other,
      @ForAll("keys") String key,
      @ForAll("keys") String otherKey) {
    boolean same = one.equals(other) && key.equals(otherKey);
    assertThat((one.prefix() + key).equals(other.prefix() + otherKey)).isEqualTo(same);
    assertThat(TenantKey.of(one, key).equals(TenantKey.of(other, otherKey))).isEqualTo(same);
  }

  @Property
  void noKeyOfOneSpaceBeginsAsThoseOfAnother(
      @ForAll("spaces") Space one, @ForAll("spaces") Space other, @ForAll("keys") String key) {
    assertThat((one.prefix() + key).startsWith(other.prefix())).isEqualTo(one.equals(other));
  }

  @Example
  void anOperatorReadsWhoseItIs() {
    assertThat(new Space(ACME, Access.FULL, 3).prefix())
        .isEqualTo("6f1c4f6e-0f0a-4d1c-9a52-0d6f5f0f1a2b:3:");
    assertThat(new Space(ACME, Access.of("staff"), 3).prefix())
        .isEqualTo("6f1c4f6e-0f0a-4d1c-9a52-0d6f5f0f1a2b/staff:3:");
  }
}
