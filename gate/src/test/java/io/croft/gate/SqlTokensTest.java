package io.croft.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SqlTokensTest {

  /** Returns the tokens, none where the text is torn. */
  private static List<String> tokens(String sql) {
    SqlTokens walk = new SqlTokens(sql);
    List<String> all = new ArrayList<>();
    while (walk.next()) {
      all.add(sql.substring(walk.from(), walk.to()));
    }
    return walk.torn() ? List.of() : all;
  }

  @Test
  void wordsAreMadeOfWhatPostgresqlTakesForLetters() {
    assertThat(tokens("a_1$ \u00e9\u2028x \ud83d\ude00$$ b"))
        .containsExactly("a_1$", "\u00e9\u2028x", "\ud83d\ude00$$", "b");
    assertThat(tokens("1a $1 $$x$$ $\ud83d\ude00$ 'y $\ud83d\ude00$"))
        .containsExactly("1", "a", "$", "1", "$$x$$", "$\ud83d\ude00$ 'y $\ud83d\ude00$");
  }

  @Test
  void linesEndInBothWays() {
    assertThat(tokens("a -- b\rc -- d\ne --")).containsExactly("a", "c", "e");
    assertThat(tokens("a\fb\u000bc\t\r\nd")).containsExactly("a", "b", "c", "d");
  }

  @Test
  void escapesBelongToEscapeStringsAlone() {
    assertThat(tokens("E'\\'', '\\', n'\\', xE'\\'"))
        .containsExactly("E'\\''", ",", "'\\'", ",", "n", "'\\'", ",", "xE", "'\\'");
    assertThat(tokens("E'a' || 'b'")).containsExactly("E'a'", "|", "|", "'b'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"E'a'\n'b'", "e'a' -- c\n  'b'", "'a", "\"a", "$a$ $b$", "/* /* */", "E'\\'"})
  void whatHasNoCertainEndIsTorn(String sql) {
    assertThat(tokens(sql)).isEmpty();
  }
}
