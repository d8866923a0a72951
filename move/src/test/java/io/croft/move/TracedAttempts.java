package io.croft.move;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The attempts of a recording, and their tokens in the numbers of the specification. There attempts
 * are counted from 1; what a fenced copy does again within its claim is another attempt, for it
 * takes the old home and makes the new one anew.
 */
final class TracedAttempts {

  /** What a claim's tokens are multiples of, and the tokens of its tries. */
  private static final int OF_CLAIM = 1_000;

  private static final int OF_TRY = 10;

  /** With these a streamed move gives up, and a claim undoes a move. */
  private static final int GIVEN_UP = OF_TRY * Cutover.TRIES;

  private static final int UNDONE = 999;
  private static final long UNKNOWN = -1;

  private final MoveMode mode;
  private final Map<Long, List<Integer>> ofClaims = new HashMap<>();
  private int count;

  TracedAttempts(MoveMode mode) {
    this.mode = mode;
  }

  /** Counts an attempt of that claim; returns its number. */
  int add(long claim) {
    count++;
    ofClaims.computeIfAbsent(claim, any -> new ArrayList<>()).add(count);
    return count;
  }

  int count() {
    return count;
  }

  /** Returns how often an attempt may shut the home. */
  int tries() {
    return mode == MoveMode.STREAMED ? Cutover.TRIES : 1;
  }

  /** Returns the token of a gate row; a negative one when no claim can have made it. */
  long token(String state, long token) {
    if (token == 0) {
      return 0;
    }
    boolean preparing = state.equals("preparing");
    // A home that was taken has the number below.
    boolean below = !preparing && (token % OF_TRY == OF_TRY - 1 || token % OF_CLAIM == UNDONE - 1);
    long used = below ? token + 1 : token;
    List<Integer> attempts = ofClaims.getOrDefault(used / OF_CLAIM, List.of());
    int rest = (int) (used % OF_CLAIM);
    boolean undone = rest == UNDONE;
    int number = mode == MoveMode.STREAMED ? 0 : undone ? attempts.size() - 1 : rest / OF_TRY;
    if (number < 0 || number >= attempts.size()) {
      return UNKNOWN;
    }
    int attempt = attempts.get(number);
    boolean givenUp = mode == MoveMode.STREAMED ? rest == GIVEN_UP : rest % OF_TRY == 2;
    if (undone || givenUp) {
      return of(attempt) + 2L * tries() - (below ? 1 : 0);
    }
    int again = mode == MoveMode.STREAMED ? rest / OF_TRY : 0;
    return of(attempt) + 2L * again + (below ? -1 : rest % OF_TRY);
  }

  private long of(int attempt) {
    return 2L * (tries() + 1) * attempt;
  }
}
