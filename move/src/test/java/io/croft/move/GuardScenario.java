package io.croft.move;

import java.util.List;
import java.util.concurrent.Callable;

/**
 * Moves in which something happens at the very moment for which a guard is there. Each tells what
 * was wrong afterwards, in words; nothing where every guard is in its place.
 */
enum GuardScenario implements Callable<List<String>> {
  CHANGES_BEFORE_THE_COPY(CopyScenarios::changesBeforeTheCopy),
  CHANGES_AFTER_THE_COPY(CopyScenarios::changesAfterTheCopy),
  COPY_THAT_IS_SPOILED(CopyScenarios::copyThatIsSpoiled),
  SLOT_THAT_FORGETS(StreamScenarios::slotThatForgets),
  DEATH_BEFORE_THE_COMMIT(StreamScenarios::deathBeforeTheCommit),
  CHANGES_APPLIED_LATE(StreamScenarios::changesAppliedLate),
  CHANGES_BEFORE_THE_OPENING(StreamScenarios::changesBeforeTheOpening),
  BYTE_THAT_DIFFERS(ComparisonScenarios::byteThatDiffers),
  ROW_TOUCHED_AT_LAST(ComparisonScenarios::rowTouchedAtLast),
  ROW_THAT_IS_GONE(ComparisonScenarios::rowThatIsGone),
  CHANGE_AFTER_THE_SWITCH(ComparisonScenarios::changeAfterTheSwitch),
  MIGRATION(ComparisonScenarios::migration),
  MIGRATION_THAT_NOBODY_COUNTED(ComparisonScenarios::migrationThatNobodyCounted),
  TRUNCATE(ComparisonScenarios::truncate),
  LEASE_THAT_ENDS(AttemptScenarios::leaseThatEnds),
  ZOMBIE(AttemptScenarios::zombie),
  ZOMBIE_THAT_FAILS(AttemptScenarios::zombieThatFails),
  DEATH_AFTER_THE_SWITCH(RouterScenarios::deathAfterTheSwitch),
  DEATH_UNDER_THE_FENCE(RouterScenarios::deathUnderTheFence),
  TRANSACTION_THAT_READS_FIRST(RouterScenarios::transactionThatReadsFirst);

  private final Callable<List<String>> scenario;

  GuardScenario(Callable<List<String>> scenario) {
    this.scenario = scenario;
  }

  @Override
  public List<String> call() throws Exception {
    return scenario.call();
  }
}
