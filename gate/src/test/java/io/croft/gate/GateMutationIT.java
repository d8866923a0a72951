package io.croft.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each defence is needed: the attack fails on the gate as it is, and succeeds where that one
 * defence is missing.
 */
class GateMutationIT {

  @ParameterizedTest
  @MethodSource({
    "io.croft.gate.EnterMutations#seals",
    "io.croft.gate.EnterMutations#sessions",
    "io.croft.gate.RightsMutations#rights",
    "io.croft.gate.FenceMutations#fences",
    "io.croft.gate.SwitchMutations#moves",
    "io.croft.gate.SequenceMutations#numbers",
    "io.croft.gate.SequenceMutations#tokens",
    "io.croft.gate.StreamMutations#streams",
    "io.croft.gate.AccessMutations#accesses"
  })
  void eachDefenceIsNeeded(Mutation mutation) throws SQLException {
    GateDatabase shipped = GateDatabase.create();
    assertThat(mutation.attack().through(shipped)).as("the gate as it is").isFalse();
    shipped.drop();

    GateDatabase weakened = GateDatabase.create();
    mutation.apply(weakened);
    try {
      assertThat(mutation.attack().through(weakened)).as("without %s", mutation).isTrue();
    } finally {
      mutation.revert(weakened);
      weakened.drop();
    }
  }
}
