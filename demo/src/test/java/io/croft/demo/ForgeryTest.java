package io.croft.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.croft.core.Isolation;
import java.util.List;
import org.junit.jupiter.api.Test;

class ForgeryTest {

  @Test
  void readsHomesTitleAndSteps() {
    List<Forgery> all =
        Forgery.parse(
            """
            # a comment

            [pool schema] a title
            ! SET x = 1
            ;
            ? SELECT 1
            = DELETE FROM t
            >
            [database] another
            ! RESET ALL
            """);
    assertThat(all).hasSize(2);
    assertThat(all.get(0).title()).isEqualTo("a title");
    assertThat(all.get(0).homes()).containsExactly(Isolation.POOL, Isolation.SCHEMA);
    assertThat(all.get(0).acts()).hasSize(2);
    assertThat(all.get(0).acts().get(0))
        .extracting(Forgery.Step::kind)
        .containsExactly(
            Forgery.Kind.PREPARE, Forgery.Kind.COMMIT, Forgery.Kind.READ, Forgery.Kind.WRITE);
    assertThat(all.get(0).acts().get(0).get(3).sql()).isEqualTo("DELETE FROM t");
    assertThat(all.get(0).acts().get(1)).isEmpty();
  }

  @Test
  void refusesALineThatIsNoStep() {
    assertThatThrownBy(() -> Forgery.parse("[pool] x\nSELECT 1"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void triesEveryKindOfForgeryInEveryHome() {
    List<Forgery> corpus = Forgery.corpus();
    assertThat(corpus.stream().map(Forgery::title)).doesNotHaveDuplicates();
    assertThat(corpus).allSatisfy(forgery -> assertThat(forgery.acts().get(0)).isNotEmpty());
    for (String word :
        List.of(
            "set_config(",
            "SET LOCAL ",
            "RESET ALL",
            "SET ROLE ",
            "SET SESSION AUTHORIZATION",
            "search_path",
            "{schema}.",
            "croft.enter(",
            "croft.seal_key",
            "row_security",
            "POLICY",
            "PREPARE ",
            "SET tenant_id")) {
      for (Isolation isolation : Isolation.values()) {
        assertThat(
                corpus.stream()
                    .filter(f -> f.homes().contains(isolation))
                    .flatMap(f -> f.acts().stream().flatMap(List::stream)))
            .as(word + " in " + isolation)
            .anyMatch(step -> step.sql().contains(word));
      }
    }
  }
}
