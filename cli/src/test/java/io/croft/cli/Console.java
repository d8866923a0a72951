package io.croft.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A command line without a process: what a command wrote, and how it ended. */
record Console(int status, String out, String err) {

  private static final JsonMapper MAPPER = new JsonMapper();

  /** Runs one command in that environment. */
  static Console run(Map<String, String> environment, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int status =
        Main.run(
            Commands.of(environment, Terminal.NONE),
            Terminal.NONE,
            new PrintWriter(out, true),
            new PrintWriter(err, true),
            arguments);
    return new Console(status, out.toString(), err.toString());
  }

  /** Returns what was written to standard output, as JSON. */
  JsonNode json() {
    return MAPPER.readTree(out);
  }

  /** Returns the code of the error that was written to standard error as JSON. */
  String errorCode() {
    return MAPPER.readTree(err).path("code").asString();
  }
}
