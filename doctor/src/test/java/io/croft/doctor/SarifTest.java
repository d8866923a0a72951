package io.croft.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class SarifTest {

  private static final Finding HOLE =
      Finding.of(Rules.rule("CROFT207"), Place.of("eu-1", "croft_app"), "app.person", "index x");
  private static final Finding KNOWN =
      Finding.of(Rules.rule("CROFT509"), Place.of("eu-1", "croft_app"), "functions", "15");

  @Test
  void aFindingIsAResultWithRuleLocationAndFingerprint() {
    Map<?, ?> result = results(HOLE.detail()).get(0);
    assertThat(result.get("ruleId")).isEqualTo("CROFT207");
    assertThat(result.get("level")).isEqualTo("error");
    assertThat(result.get("ruleIndex")).isEqualTo(Rules.all().indexOf(HOLE.rule()));
    assertThat(result.get("locations").toString())
        .contains("fullyQualifiedName=eu-1/croft_app/app.person");
    assertThat(result.containsKey("suppressions")).isFalse();
  }

  @Test
  void theFingerprintOutlivesADetail() {
    assertThat(results("index x").get(0).get("partialFingerprints"))
        .isEqualTo(results("index y").get(0).get("partialFingerprints"))
        .isNotEqualTo(results("index x").get(1).get("partialFingerprints"));
  }

  @Test
  void anIgnoredFindingIsSuppressedWithItsReason() {
    Map<?, ?> result = results("index x").get(1);
    assertThat(result.get("level")).isEqualTo("note");
    assertThat(result.get("suppressions").toString())
        .contains("kind=external")
        .contains("justification=they are harmless");
  }

  @Test
  void everyRuleIsDescribed() {
    List<?> rules =
        (List<?>) ((Map<?, ?>) ((Map<?, ?>) run("x").get("tool")).get("driver")).get("rules");
    assertThat(rules)
        .hasSameSizeAs(Rules.all())
        .allSatisfy(
            rule -> assertThat(((Map<?, ?>) rule).get("help").toString()).contains("markdown"));
  }

  private static List<Map<?, ?>> results(String detail) {
    return ((List<?>) run(detail).get("results"))
        .stream().<Map<?, ?>>map(r -> (Map<?, ?>) r).toList();
  }

  private static Map<?, ?> run(String detail) {
    Finding hole = Finding.of(HOLE.rule(), HOLE.place(), HOLE.object(), detail);
    Report report =
        new Report(
            List.of(hole),
            List.of(new IgnoredFinding(KNOWN, "they are harmless")),
            Map.of(),
            List.of(),
            Duration.ZERO);
    Map<String, Object> log = Sarif.log(report, "0.1.0");
    assertThat(log).containsEntry("version", "2.1.0").containsKey("$schema");
    return (Map<?, ?>) ((List<?>) log.get("runs")).get(0);
  }
}
