package io.croft.cli;

import java.io.PrintWriter;

/** Says on standard error how work goes on, while a person watches there and data stay apart. */
final class Progress {

  private final PrintWriter err;
  private final boolean watched;

  Progress(PrintWriter err, Terminal terminal) {
    this.err = err;
    this.watched = terminal.watchesErr();
  }

  /** Says a line. */
  void say(String line) {
    if (watched) {
      err.println(line);
      err.flush();
    }
  }
}
