package io.croft.cli;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.jspecify.annotations.Nullable;

/**
 * An error as the command line tells it, always on standard error.
 *
 * @param status always {@code error}
 * @param code the stable code, which is also the anchor in {@code docs/errors.md}
 * @param message what failed
 * @param hint one thing to do next
 */
record ErrorReport(String status, String code, String message, String hint) {

  /** Returns the report of a code with its text; without a message, the code stands for it. */
  static ErrorReport of(ErrorCode code, @Nullable String message, String hint) {
    return new ErrorReport("error", code.code(), message == null ? code.code() : message, hint);
  }

  /** Returns the report of an error; what is not a {@link CroftException} is a fault of Croft. */
  static ErrorReport of(Throwable error) {
    if (error instanceof CroftException croft) {
      return of(croft.code(), croft.getMessage(), croft.hint());
    }
    return of(
        ErrorCode.INTERNAL_ERROR,
        "a fault of Croft: " + trace(error).strip(),
        "report it with the lines above; what the command had begun can be run again");
  }

  /** Returns the code with which the process ends after that error. */
  static Exit exit(Throwable error) {
    return error instanceof CroftException croft ? Exit.of(croft.code()) : Exit.FAILED;
  }

  /** Writes the report for people or, on one line, for machines. */
  void write(PrintWriter err, Format format, Terminal terminal) {
    if (format == Format.JSON) {
      err.println(Json.line(this));
    } else {
      err.println(terminal.alarming("Error:") + " " + message);
      err.println("hint: " + hint);
      err.println("docs: docs/errors.md#" + code);
    }
    err.flush();
  }

  private static String trace(Throwable error) {
    StringWriter text = new StringWriter();
    error.printStackTrace(new PrintWriter(text, true));
    return text.toString();
  }
}
