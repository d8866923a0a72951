package io.croft.adopt;

/** Breaks sentences into lines that fit a screen. */
final class Lines {

  private static final int WIDTH = 110;

  private Lines() {}

  /** Returns the text, each of its lines begun by {@code margin} and ended by a line feed. */
  static String of(String margin, String text) {
    StringBuilder lines = new StringBuilder(margin);
    int column = margin.length();
    boolean first = true;
    for (String word : text.split(" ", -1)) {
      if (!first && column + 1 + word.length() > WIDTH) {
        lines.append('\n').append(margin);
        column = margin.length();
      } else if (!first) {
        lines.append(' ');
        column++;
      }
      lines.append(word);
      column += word.length();
      first = false;
    }
    return lines.append('\n').toString();
  }
}
