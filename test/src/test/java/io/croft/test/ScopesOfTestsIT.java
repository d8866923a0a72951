package io.croft.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.testkit.engine.EventConditions.displayName;
import static org.junit.platform.testkit.engine.EventConditions.event;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.instanceOf;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;

import io.croft.core.Isolation;
import io.croft.core.TenantScope;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

/** Runs the classes of {@link ScopedCases} and looks at what they met. */
final class ScopesOfTestsIT {

  @BeforeEach
  void forget() {
    ScopedCases.MET.clear();
  }

  private static Events run(Class<?> cases) {
    Events tests =
        EngineTestKit.engine("junit-jupiter")
            .configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
            .configurationParameter("junit.jupiter.execution.parallel.config.strategy", "fixed")
            .configurationParameter(
                "junit.jupiter.execution.parallel.config.fixed.parallelism", "4")
            .selectors(selectClass(cases))
            .execute()
            .testEvents();
    assertThat(TenantScope.current()).isEmpty();
    return tests;
  }

  private static void assertRefused(Class<?> cases, String... words) {
    EngineTestKit.engine("junit-jupiter")
        .selectors(selectClass(cases))
        .execute()
        .allEvents()
        .failed()
        .assertEventsMatchExactly(
            event(
                finishedWithFailure(
                    instanceOf(ExtensionConfigurationException.class),
                    message(text -> Set.of(words).stream().allMatch(text::contains)))));
  }

  @Test
  void aTenantTestRunsOnceInEachIsolationForATenantOfItsOwn() {
    run(ScopedCases.Each.class)
        .assertStatistics(stats -> stats.started(3).succeeded(3))
        .started()
        .assertThatEvents()
        .haveExactly(1, event(displayName("[pool]")))
        .haveExactly(1, event(displayName("[schema]")))
        .haveExactly(1, event(displayName("[database]")));
    assertThat(ScopedCases.MET).hasSize(3);
    assertThat(ScopedCases.MET.stream().map(ScopedCases.Met::tenant).distinct()).hasSize(3);
    assertThat(ScopedCases.MET.stream().map(ScopedCases.Met::isolation))
        .containsExactlyInAnyOrder(Isolation.values());
  }

  @Test
  void isolationsCanBeChosen() {
    run(ScopedCases.Chosen.class).assertStatistics(stats -> stats.started(1).succeeded(1));
    assertThat(ScopedCases.MET.iterator().next().isolation()).isEqualTo(Isolation.SCHEMA);
  }

  @Test
  void aTestRunsInTheScopeOfItsTenantWithWhatIsAroundIt() {
    run(ScopedCases.Named.class).assertStatistics(stats -> stats.started(5).succeeded(5));
    assertThat(ScopedCases.MET).hasSize(5);
  }

  @Test
  void afterAFailedTestThereIsNoScope() {
    run(ScopedCases.Failing.class).assertStatistics(stats -> stats.started(5).failed(4));
    assertThat(ScopedCases.MET.stream().map(ScopedCases.Met::where).collect(Collectors.toSet()))
        .contains("no tenant after the others");
  }

  @Test
  void testsSideBySideHaveTheirOwnTenants() {
    run(ScopedCases.SideBySide.class).assertStatistics(stats -> stats.started(40).succeeded(40));
    assertThat(ScopedCases.MET.stream().map(ScopedCases.Met::tenant).distinct()).hasSize(40);
  }

  @Test
  void nonsenseIsRefused() {
    assertRefused(ScopedCases.Both.class, "both(", "@WithTenant names another one");
    assertRefused(ScopedCases.BothByClass.class, "@WithTenant names another one");
    assertRefused(ScopedCases.NoIsolation.class, "names no isolation");
    assertRefused(ScopedCases.Twice.class, "names an isolation twice");
    assertRefused(ScopedCases.OtherKind.class, "another kind of test");
    assertRefused(ScopedCases.NoSlug.class, "@WithTenant(\"No Slug\")", "is not a slug");
    assertRefused(ScopedCases.NoFleet.class, "put @EmbeddedCroft on the class");
    assertRefused(ScopedCases.NoMigrations.class, "cannot start", "configuration-invalid");
  }

  @Test
  void aParameterOfATenantNeedsOne() {
    run(ScopedCases.Unscoped.class)
        .failed()
        .assertEventsMatchExactly(
            event(
                finishedWithFailure(
                    instanceOf(ParameterResolutionException.class),
                    message(text -> text.contains("use @TenantTest or @WithTenant")))));
  }
}
