package io.croft.move;

import static io.croft.move.SourceEdit.catalog;
import static io.croft.move.SourceEdit.mover;
import static io.croft.move.SourceEdit.router;

import java.util.stream.Stream;

/** The guards of a move that are written in Java; those of the gate are tried in its own tests. */
final class GuardMutations {

  private static final String DIFFERS = "refused: verification-failed";
  private static final String BREAKS = "refused: database-error";
  private static final String LOSES = "rows lost";
  private static final String SERVES_NOBODY = "nobody is served";
  private static final String MOVED = "moved all the same";

  private static final SourceEdit COMPARISON =
      mover("LiveComparison", "if (!differing.isEmpty()) {", "if (differing.contains(\"?\")) {");

  private static final SourceEdit DEFINITIONS = mover("Cutover", "MoveErrors.join(unchanged);", "");

  private static final SourceEdit DEFINITIONS_BEFORE =
      mover("StreamedMove", "MoveErrors.join(definitions.look());", "");

  private static final SourceEdit LOOK_BACK =
      mover("MoveFinish", "done.frozen().get().compare()", "new HomeHash(java.util.Map.of())");

  private GuardMutations() {}

  /** The stream: from the snapshot of the copy to the last change before the fence. */
  static Stream<GuardMutation> streams() {
    return Stream.of(
        GuardMutation.of(
            "CopiesSnapshot",
            GuardScenario.CHANGES_BEFORE_THE_COPY,
            DIFFERS,
            mover(
                "SnapshotCopy",
                "statement.execute(\"SET TRANSACTION SNAPSHOT '\" + snapshot + \"'\");",
                "")),
        GuardMutation.of(
            "SkipsApplied",
            GuardScenario.SLOT_THAT_FORGETS,
            BREAKS,
            mover(
                "Subscription",
                "return ChangeStream.open(access, home, name, name, position, silence);",
                "return ChangeStream.open(access, home, name, name,"
                    + " LogSequenceNumber.INVALID_LSN, silence);")),
        GuardMutation.of(
            "ProgressWithRows",
            GuardScenario.SLOT_THAT_FORGETS,
            BREAKS,
            mover("Applier", "MoverGate.advance(target, home, token, new Lsn(end.asLong()));", "")),
        GuardMutation.of(
            "ConfirmsDurable",
            GuardScenario.DEATH_BEFORE_THE_COMMIT,
            DIFFERS,
            mover(
                "Follower",
                "    applier.commit(end);\n",
                "    stream.confirm(end);\n    stream.sendStatus();\n    applier.commit(end);\n")),
        GuardMutation.of(
            "BarrierInFence",
            GuardScenario.CHANGES_APPLIED_LATE,
            DIFFERS,
            mover("Cutover", "!follower.reachesFence(token, settings.lease())", "token < 0")),
        GuardMutation.of(
            "WaitsDrained",
            GuardScenario.CHANGES_APPLIED_LATE,
            DIFFERS,
            mover(
                "Follower",
                "passingFence = Long.parseLong(value(relation, row, \"token\"));",
                "passingFence = Long.parseLong(value(relation, row, \"token\"));\n"
                    + "      lock.lock();\n"
                    + "      fence = passingFence;\n"
                    + "      moved.signalAll();\n"
                    + "      lock.unlock();")),
        GuardMutation.of(
            "ReturnsFromT0",
            GuardScenario.CHANGES_BEFORE_THE_OPENING,
            DIFFERS,
            mover(
                "Follower", "this.beforeOpening = beforeOpening;", "this.beforeOpening = false;")),
        GuardMutation.of(
                "row count of one per change",
                GuardScenario.ROW_THAT_IS_GONE,
                MOVED,
                mover("TableWrites", "if (rows != 1) {", "if (rows > 1) {"))
            .withoutThoseBehind(COMPARISON));
  }

  /** What is compared before and after the switch. */
  static Stream<GuardMutation> comparisons() {
    return Stream.of(
        GuardMutation.of(
            "WaitsDrained, fenced copy",
            GuardScenario.CHANGES_AFTER_THE_COPY,
            LOSES,
            mover("FencedCopy", "if (!stale.isEmpty()) {", "if (stale.containsKey(\"?\")) {")),
        GuardMutation.of(
            "second comparison of a fenced copy",
            GuardScenario.COPY_THAT_IS_SPOILED,
            MOVED,
            mover("FencedCopy", "requireEqual(expected, stale.keySet());", "")),
        GuardMutation.of(
            "comparison of every row",
            GuardScenario.BYTE_THAT_DIFFERS,
            MOVED,
            mover(
                "LiveComparison",
                "requireNone(List.copyOf(expected.differences(copied).keySet()));",
                "")),
        GuardMutation.of(
            "comparison of the rows touched last",
            GuardScenario.ROW_TOUCHED_AT_LAST,
            MOVED,
            mover("Cutover", "comparison.compareNow(follower.touched());", "")),
        GuardMutation.of(
            "look back after the switch",
            GuardScenario.CHANGE_AFTER_THE_SWITCH,
            "the old home was removed",
            LOOK_BACK),
        GuardMutation.of(
                "mark of DDL",
                GuardScenario.MIGRATION,
                MOVED,
                mover(
                    "Follower",
                    "if (!value(relation, row, \"definitions\").equals(\"0\")) {",
                    "if (relation.columns().isEmpty()) {"))
            .withoutThoseBehind(
                mover(
                    "Fence",
                    "return MoverGate.switchOver(",
                    "MoverGate.dropMark(gate, route.from());\n      return MoverGate.switchOver("),
                DEFINITIONS,
                DEFINITIONS_BEFORE),
        GuardMutation.of(
            "definitions under the fence",
            GuardScenario.MIGRATION_THAT_NOBODY_COUNTED,
            MOVED,
            DEFINITIONS),
        GuardMutation.of(
                "end by TRUNCATE",
                GuardScenario.TRUNCATE,
                MOVED,
                mover(
                    "Follower",
                    "throw changedUnderneath(\"a table was emptied by TRUNCATE: \" + truncate.relations());",
                    "truncate.relations();"))
            .withoutThoseBehind(DEFINITIONS, DEFINITIONS_BEFORE));
  }

  /** Attempts that have lost their hold, and routers that go on without a mover. */
  static Stream<GuardMutation> attempts() {
    return Stream.of(
        GuardMutation.of(
            "ChecksToken, the answer of the switch",
            GuardScenario.LEASE_THAT_ENDS,
            BREAKS,
            mover(
                "Fence",
                "if (!isSwitched(token, passKey)) {",
                "if (!isSwitched(token, passKey) && token < 0) {")),
        GuardMutation.of(
                "TakesFirst",
                GuardScenario.ZOMBIE,
                LOSES,
                mover("FencedMove", "    preparation.take(token);\n", ""))
            .withoutThoseBehind(
                mover(
                    "FencedMove",
                    "fence.countDefinitions(token);",
                    "if (token < 0) {\n        fence.countDefinitions(token);\n      }")),
        GuardMutation.of(
            "ComparesCatalog",
            GuardScenario.ZOMBIE_THAT_FAILS,
            "refused: operation-ended",
            catalog(
                "ClaimStore",
                "WHERE id = ? AND attempt = ? AND state",
                "WHERE id = ? AND attempt >= ? AND state")),
        GuardMutation.of(
            "ReadsAfterSwitch",
            GuardScenario.TRANSACTION_THAT_READS_FIRST,
            BREAKS,
            mover(
                "Fence",
                "if (!isSwitched(token, passKey)) {",
                "byte[] early = MoverGate.handover(gate, route.from());\n"
                    + "    if (early.length == 0 || !isSwitched(token, passKey)) {")),
        GuardMutation.of(
            "RoutersOpen",
            GuardScenario.DEATH_AFTER_THE_SWITCH,
            SERVES_NOBODY,
            router(
                "Journey",
                "attempt(() -> follow(ahead.left(), ahead.target()));",
                "moverGone = false;")),
        GuardMutation.of(
            "re-opening by routers",
            GuardScenario.DEATH_UNDER_THE_FENCE,
            SERVES_NOBODY,
            router("Journey", "attempt(() -> reopen(tried));", "pause.take(deadline());")),
        GuardMutation.of(
            "JoinsReads",
            GuardScenario.TRANSACTION_THAT_READS_FIRST,
            "an error inside",
            router("Entrance", "preface.add(JOIN);", "preface.add(\"SELECT 1\");")));
  }
}
