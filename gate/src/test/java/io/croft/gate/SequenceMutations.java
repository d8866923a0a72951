package io.croft.gate;

import static io.croft.gate.GateFunctions.FENCE;
import static io.croft.gate.Mutation.remove;
import static io.croft.gate.Mutation.replace;

import java.util.stream.Stream;

/** What keeps numbers from being given out twice, and tokens from being used twice. */
final class SequenceMutations {

  private static final String HANDOVER = "handover(uuid,bigint)";

  private SequenceMutations() {}

  static Stream<Mutation> numbers() {
    return Stream.of(
        Mutation.of(
            "numbers read after the switch",
            SequenceAttacks::handoverBeforeTheSwitch,
            replace(HANDOVER, "home.state IS DISTINCT FROM 'moved'", "home.state IS NULL")),
        Mutation.of(
            "margin on what was read",
            SwitchAttacks::numberTwice,
            replace("next_numbers(text,boolean)", "(1000 + sequence.seqcache::numeric)", "0")),
        Mutation.of(
            "numbers drawn forward",
            SequenceAttacks::numberOfANeighbourTwice,
            replace(
                "raise_sequences(text,jsonb,boolean)",
                "others_draw AND missing <= 50000",
                "false")));
  }

  /** A fence refuses the token of the row itself; where it did not, a burnt one would be needed. */
  static Stream<Mutation> tokens() {
    String equal = "g.token <= by_token";
    return Stream.of(
        Mutation.of(
            "token of a take",
            SwitchAttacks::takeWithABurntToken,
            remove("take(uuid,bigint,bigint)", "AND g.token < by_token")),
        Mutation.of(
            "burnt token of an attempt that gave up",
            SwitchAttacks::fenceWithABurntToken,
            replace(FENCE, "g.token < by_token", equal),
            replace("unfence(uuid,bigint,bigint)", "g.token + 1", "g.token")),
        Mutation.of(
            "burnt token of a re-opening",
            SwitchAttacks::fenceAfterTheReopening,
            replace(FENCE, "g.token < by_token", equal),
            replace("reopen(uuid,bigint)", "g.token + 1", "g.token")));
  }
}
