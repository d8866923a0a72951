package io.croft.cli;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;

/**
 * The entry of the command line. Data goes to standard output, everything else to standard error,
 * and the process ends with a code of {@link Exit}.
 */
public final class Main {

  private Main() {}

  /** Runs the command that the arguments name and ends the process. */
  public static void main(String[] arguments) {
    PrintWriter out = new PrintWriter(System.out, true, Charset.defaultCharset());
    PrintWriter err = new PrintWriter(System.err, true, Charset.defaultCharset());
    Terminal terminal = Terminal.of(System.getenv(), System::getProperty);
    System.exit(run(Commands.of(System.getenv(), terminal), terminal, out, err, arguments));
  }

  /** Runs a command with its data going to {@code out} and returns the exit code. */
  static int run(
      CommandLine commands,
      Terminal terminal,
      PrintWriter out,
      PrintWriter err,
      String... arguments) {
    Format format = Format.asked(List.of(arguments));
    commands
        .setOut(out)
        .setErr(err)
        .setColorScheme(CommandLine.Help.defaultColorScheme(ansi(terminal)))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpWidth(100)
        .setParameterExceptionHandler(
            (error, given) -> {
              usageError(error).write(err, format, terminal);
              return Exit.USAGE.status();
            })
        .setExecutionExceptionHandler(
            (error, command, result) -> {
              ErrorReport.of(error).write(err, format, terminal);
              return ErrorReport.exit(error).status();
            });
    withExitCodes(commands);
    return commands.execute(arguments);
  }

  private static ErrorReport usageError(CommandLine.ParameterException error) {
    if (error.getCause() instanceof CroftException known) {
      return ErrorReport.of(known);
    }
    String command = error.getCommandLine().getCommandSpec().qualifiedName();
    return ErrorReport.of(
        ErrorCode.ARGUMENT_INVALID, error.getMessage(), "see " + command + " --help");
  }

  private static CommandLine.Help.Ansi ansi(Terminal terminal) {
    return terminal.colour() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF;
  }

  private static void withExitCodes(CommandLine command) {
    Map<String, String> codes = new LinkedHashMap<>();
    for (Exit exit : Exit.values()) {
      codes.put(" " + exit.status(), exit.meaning());
    }
    command.getCommandSpec().usageMessage().exitCodeList(codes);
    command.getSubcommands().values().forEach(Main::withExitCodes);
  }
}
