package io.croft.tools;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Decides whether a test that {@link Needs} a program runs. */
final class NeedsCondition implements ExecutionCondition {

  private static final String REQUIRE = "CROFT_REQUIRE_TOOLS";

  private final Predicate<String> installed;
  private final boolean required;
  private final SkippedTests skipped;

  /** Used by JUnit. */
  NeedsCondition() {
    this(
        program -> Programs.find(program).isPresent(),
        "1".equals(System.getenv(REQUIRE)),
        SkippedTests.ofThisModule());
  }

  NeedsCondition(Predicate<String> installed, boolean required, SkippedTests skipped) {
    this.installed = installed;
    this.required = required;
    this.skipped = skipped;
  }

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    Optional<Needs> needs =
        context.getElement().flatMap(test -> AnnotationSupport.findAnnotation(test, Needs.class));
    if (needs.isEmpty()) {
      return ConditionEvaluationResult.enabled("needs no program");
    }
    List<String> missing =
        Stream.of(needs.get().value()).filter(installed.negate()).sorted().toList();
    String test = nameOf(context);
    if (missing.isEmpty()) {
      skipped.forget(test);
      return ConditionEvaluationResult.enabled("has what it needs");
    }
    String reason = test + " needs " + String.join(" and ", missing);
    if (required) {
      throw new IllegalStateException(
          reason + ", which is not installed, and " + REQUIRE + "=1 lets no test be skipped");
    }
    skipped.add(test, reason);
    return ConditionEvaluationResult.disabled(reason);
  }

  private static String nameOf(ExtensionContext context) {
    String type = context.getRequiredTestClass().getSimpleName();
    return context.getTestMethod().map(method -> type + "." + method.getName()).orElse(type);
  }
}
