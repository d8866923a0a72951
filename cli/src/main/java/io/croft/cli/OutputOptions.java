package io.croft.cli;

import java.io.PrintWriter;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options of every command that gives data, and the one way to write that data. */
final class OutputOptions {

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "How to write the data: table or json (default: ${DEFAULT-VALUE}).")
  private Format format = Format.TABLE;

  @Option(names = "--json", description = "The same as -o json.")
  private boolean json;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  /** Returns how the data is to be written. */
  Format format() {
    return json ? Format.JSON : format;
  }

  /** Returns where the data go. */
  PrintWriter out() {
    return command.commandLine().getOut();
  }

  /** Returns where everything goes that is not data. */
  PrintWriter err() {
    return command.commandLine().getErr();
  }

  /** Writes data to standard output, as the value for machines or as the table for people. */
  void write(Object value, Supplier<Table> table) {
    print(format() == Format.JSON ? Json.page(value) + "\n" : table.get().render());
  }

  /** Writes data to standard output, as the value for machines or as the text for people. */
  void writeText(Object value, Supplier<String> text) {
    print(format() == Format.JSON ? Json.page(value) + "\n" : text.get());
  }

  /** Writes one of many data: a line for machines, or the text for people. */
  void writeLine(Object value, Supplier<String> text) {
    print(format() == Format.JSON ? Json.line(value) + "\n" : text.get());
  }

  /** The same with a sentence above the table. */
  void write(Object value, Supplier<String> sentence, Supplier<Table> table) {
    print(
        format() == Format.JSON
            ? Json.page(value) + "\n"
            : sentence.get() + "\n\n" + table.get().render());
  }

  /** Writes data to standard output, as the value for machines or as the text for people. */
  void write(Object value, String text) {
    print(format() == Format.JSON ? Json.page(value) + "\n" : text);
  }

  private void print(String text) {
    out().print(text);
    out().flush();
  }
}
