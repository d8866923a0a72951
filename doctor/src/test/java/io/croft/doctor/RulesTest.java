package io.croft.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class RulesTest {

  @Test
  void idsAreUniqueAndBeginWithTheDigitOfTheirFamily() {
    assertThat(Rules.all()).extracting(Rule::id).doesNotHaveDuplicates().isSorted();
    assertThat(Rules.all())
        .allSatisfy(
            rule -> assertThat(rule.id()).matches("CROFT" + rule.family().ordinal() + "[0-9]{2}"));
  }

  @Test
  void everyRuleSaysWhatItFindsWhyAndWhatToDo() {
    assertThat(Rules.all())
        .allSatisfy(
            rule -> {
              assertThat(rule.title()).doesNotEndWith(".").hasSizeLessThan(90);
              assertThat(rule.why()).endsWith(".").hasSizeGreaterThan(40);
              assertThat(rule.fix()).endsWith(".");
            });
  }

  @Test
  void onlyRulesThatReadAreShipped() {
    List<String> words = List.of("INSERT", "UPDATE", "DELETE", "CREATE", "DROP", "ALTER");
    assertThat(Rules.all())
        .allSatisfy(
            rule ->
                assertThat(rule.query().orElse("SELECT").lines().map(String::strip).toList())
                    .noneMatch(line -> words.stream().anyMatch(line::startsWith))
                    .first()
                    .asString()
                    .startsWith("SELECT"));
  }

  @Test
  void everyFamilyHasRules() {
    assertThat(Rules.all().stream().map(Rule::family).collect(Collectors.toSet()))
        .containsExactlyInAnyOrder(Family.values());
  }

  @Test
  void refusesAnUnknownRule() {
    assertThatThrownBy(() -> Rules.rule("CROFT000")).hasMessage("there is no rule \"CROFT000\"");
  }
}
