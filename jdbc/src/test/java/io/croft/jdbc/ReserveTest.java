package io.croft.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReserveTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 7, 8, 14, 15, 49, 50, 200})
  void theBudgetForSomePermitsLetsOneExpensiveTenantHaveThemAll(int permits) {
    int budget = Reserve.budgetFor(permits);

    assertThat(Reserve.isForCheap(budget, permits - 1)).isFalse();
    assertThat(Reserve.isForNew(budget, budget - permits + 1)).isFalse();
    int less = budget - 1;
    assertThat(
            less < permits
                || Reserve.isForCheap(less, permits - 1)
                || Reserve.isForNew(less, less - permits + 1))
        .as("one less is not enough")
        .isTrue();
  }
}
