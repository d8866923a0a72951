package io.croft.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class TableTest {

  @Test
  void alignsTextLeftAndNumbersRight() {
    String text =
        Table.of("tenant", "rows", "home")
            .row("acme", 7, "pool@eu-1")
            .row("a-long-name", "12,345", "database@us-1")
            .render();
    assertThat(text)
        .isEqualTo(
            """
            TENANT         ROWS  HOME
            acme              7  pool@eu-1
            a-long-name  12,345  database@us-1
            """);
  }

  @Test
  void writesHeadersTheSameInEveryLanguage() {
    assertThat(Table.of("id").row("x").render()).startsWith("ID\n");
  }

  @Test
  void leavesNoTrailingSpaces() {
    assertThat(Table.of("a", "note").row("x", "").render()).isEqualTo("A  NOTE\nx\n");
  }

  @Test
  void isEmptyWithoutRows() {
    assertThat(Table.of("a").render()).isEmpty();
  }

  @Test
  void keepsControlCharactersFromTheTerminal() {
    assertThat(Table.of("name").row("a\u001b[2J\nb").render()).isEqualTo("NAME\na?[2J?b\n");
  }

  @Test
  void refusesARowOfAnotherWidth() {
    assertThatThrownBy(() -> Table.of("a", "b").row("x"))
        .hasMessageContaining("1 cells, expected 2");
  }
}
