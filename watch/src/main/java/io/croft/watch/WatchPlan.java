package io.croft.watch;

import java.util.List;

/**
 * What a round over one server would do.
 *
 * @param server its name
 * @param homes how many schema and database homes it holds
 * @param turn the homes that would have their turn, as {@code isolation tenant}
 * @param withinRounds in how many rounds every home has its turn
 * @param plant where a canary would be planted
 */
public record WatchPlan(
    String server, int homes, List<String> turn, int withinRounds, List<String> plant) {

  /** Copies the lists. */
  public WatchPlan {
    turn = List.copyOf(turn);
    plant = List.copyOf(plant);
  }
}
