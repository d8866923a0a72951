package io.croft.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.core.Isolation;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class AttacksTest {

  @Test
  void eachHasANameOfItsOwn() {
    Set<String> ids = new HashSet<>();
    assertThat(Attacks.all())
        .allMatch(attack -> ids.add(attack.id()))
        .allMatch(attack -> attack.id().matches("[a-z]+(-[a-z]+)*"))
        .noneMatch(attack -> attack.title().isBlank() || attack.source().isBlank());
  }

  @Test
  void eachHasAControlWhereItIsTried() {
    for (Attack attack : Attacks.all()) {
      for (Isolation isolation : attack.isolations()) {
        assertThat(attack.control(isolation).isPresent())
            .as("%s in a %s", attack.id(), isolation)
            .isNotEqualTo(attack.residual());
      }
    }
  }

  @Test
  void refusesANameThatNobodyHas() {
    assertThatThrownBy(() -> Attacks.named(Set.of("no-tenant", "nonsense")))
        .isInstanceOfSatisfying(
            CroftException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.ARGUMENT_INVALID))
        .hasMessageContaining("nonsense");
  }

  @Test
  void keepsTheOrderOfTheCatalogue() {
    assertThat(Attacks.named(Set.of("listen-notify", "no-tenant")))
        .extracting(Attack::id)
        .containsExactly("no-tenant", "listen-notify");
  }
}
