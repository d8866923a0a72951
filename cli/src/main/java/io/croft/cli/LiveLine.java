package io.croft.cli;

import java.io.PrintWriter;

/** The one line of a terminal that tells how work goes on, written over again and again. */
final class LiveLine {

  /** A line that is longer than the terminal is wide could not be written over. */
  private static final int WIDTH = 79;

  private final PrintWriter out;
  private int length;

  LiveLine(PrintWriter out) {
    this.out = out;
  }

  /** Shows the text in place of the one before. */
  void show(String text) {
    String shown = text.replaceAll("\\p{Cntrl}", "?");
    shown = shown.length() > WIDTH ? shown.substring(0, WIDTH) : shown;
    out.print("\r" + shown + " ".repeat(Math.max(0, length - shown.length())));
    out.flush();
    length = shown.length();
  }

  /** Leaves the line as it is; what comes next begins a new one. */
  void end() {
    if (length > 0) {
      out.println();
      out.flush();
    }
    length = 0;
  }
}
