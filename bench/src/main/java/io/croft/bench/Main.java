package io.croft.bench;

import java.io.PrintWriter;
import java.nio.charset.Charset;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The entry of the benchmarks: figures go to standard output, everything else to standard error.
 */
public final class Main {

  private Main() {}

  @Command(
      name = "bench/run",
      mixinStandardHelpOptions = true,
      synopsisSubcommandLabel = "COMMAND",
      description = "Measures what Croft costs.")
  private static final class Bench {}

  /** Runs the benchmark that the arguments name and ends the process. */
  public static void main(String[] arguments) {
    System.setProperty("org.jboss.logging.provider", "slf4j");
    System.exit(
        new CommandLine(new Bench())
            .addSubcommand(new GateCommand())
            .addSubcommand(new DataCommand())
            .addSubcommand(new MovesCommand())
            .setOut(new PrintWriter(System.out, true, Charset.defaultCharset()))
            .setErr(new PrintWriter(System.err, true, Charset.defaultCharset()))
            .execute(arguments));
  }
}
