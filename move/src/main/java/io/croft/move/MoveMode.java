package io.croft.move;

import static io.croft.move.MoveStep.CAUGHT_UP;
import static io.croft.move.MoveStep.CHECKED;
import static io.croft.move.MoveStep.CLEANED;
import static io.croft.move.MoveStep.COPIED;
import static io.croft.move.MoveStep.DRAINED;
import static io.croft.move.MoveStep.FENCED;
import static io.croft.move.MoveStep.FOLLOWED;
import static io.croft.move.MoveStep.OPENED;
import static io.croft.move.MoveStep.PREPARED;
import static io.croft.move.MoveStep.REHEARSED;
import static io.croft.move.MoveStep.SUBSCRIBED;
import static io.croft.move.MoveStep.SWITCHED;
import static io.croft.move.MoveStep.VERIFIED;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** How the rows reach the new home. */
public enum MoveMode {
  /** The home is shut while its rows are compared with a copy made before: for small tenants. */
  FENCED_COPY,

  /**
   * The rows are copied and compared while the tenant goes on, and a stream of its changes is
   * applied to the copy; the home is shut for the last of them only.
   */
  STREAMED;

  private static final List<MoveStep> OF_FENCED_COPY =
      List.of(REHEARSED, PREPARED, COPIED, FENCED, VERIFIED, SWITCHED, OPENED, FOLLOWED, CLEANED);

  private static final List<MoveStep> OF_STREAMED =
      List.of(
          REHEARSED,
          PREPARED,
          SUBSCRIBED,
          COPIED,
          CAUGHT_UP,
          VERIFIED,
          FENCED,
          DRAINED,
          SWITCHED,
          OPENED,
          FOLLOWED,
          CHECKED,
          CLEANED);

  /** Returns what a move of this mode does, in its order. */
  public List<MoveStep> steps() {
    return switch (this) {
      case FENCED_COPY -> OF_FENCED_COPY;
      case STREAMED -> OF_STREAMED;
    };
  }

  /** Returns the word used in JSON and on the command line. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * Returns the mode of that word.
   *
   * @throws CroftException {@code argument-invalid} where there is none
   */
  public static MoveMode of(String word) {
    return Arrays.stream(values())
        .filter(mode -> mode.word().equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new CroftException(
                    ErrorCode.ARGUMENT_INVALID,
                    "\"" + word + "\" is not a mode of moves",
                    "use fenced-copy or streamed"));
  }
}
