package io.croft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

final class MainTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private record Shop(String slug, int rows) {}

  @Command(name = "give")
  private static final class Give implements Callable<Integer> {

    @Mixin private final OutputOptions output = new OutputOptions();

    @Override
    public Integer call() {
      List<Shop> shops = List.of(new Shop("acme", 1200));
      output.write(shops, () -> Table.of("slug", "rows").row("acme", 1200));
      return Exit.DONE.status();
    }
  }

  @Command(name = "fail")
  private static final class Fail implements Callable<Integer> {

    private final RuntimeException error;

    Fail(RuntimeException error) {
      this.error = error;
    }

    @Override
    public Integer call() {
      throw error;
    }
  }

  private int run(CommandLine commands, Terminal terminal, String... arguments) {
    return Main.run(
        commands, terminal, new PrintWriter(out, true), new PrintWriter(err, true), arguments);
  }

  private int run(String... arguments) {
    CommandLine commands = new CommandLine(new CroftCommand()).addSubcommand(new Give());
    return run(commands, Terminal.NONE, arguments);
  }

  private int fail(RuntimeException error, String... arguments) {
    CommandLine commands = new CommandLine(new Fail(error));
    return run(commands.addMixin("output", new OutputOptions()), Terminal.NONE, arguments);
  }

  private static CroftException error(ErrorCode code) {
    return new CroftException(code, "it failed", "try again");
  }

  @Test
  void printsItsVersionOnStandardOutput() {
    assertThat(run("--version")).isZero();
    assertThat(out.toString()).matches("croft \\d+\\.\\d+\\.\\d+(-SNAPSHOT)? \\(Java \\d+\\)\n");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void everyHelpListsTheExitCodes() {
    assertThat(run("give", "--help")).isZero();
    for (Exit exit : Exit.values()) {
      assertThat(out.toString()).contains(exit.status() + " ").contains(exit.meaning());
    }
  }

  @Test
  void writesDataAsATable() {
    assertThat(run("give")).isZero();
    assertThat(out.toString()).isEqualTo("SLUG  ROWS\nacme  1200\n");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void writesDataAsJson() {
    assertThat(run("give", "-o", "json")).isZero();
    assertThat(out.toString()).contains("\"slug\" : \"acme\"").contains("\"rows\" : 1200");
    String once = out.toString();
    out.getBuffer().setLength(0);
    assertThat(run("give", "--json")).isZero();
    assertThat(out.toString()).isEqualTo(once);
  }

  @ParameterizedTest
  @EnumSource
  void everyErrorEndsWithTheCodeOfItsKind(ErrorCode code) {
    int expected =
        switch (code.kind()) {
          case USAGE -> 2;
          case REFUSED -> 3;
          case DENIED -> 4;
          case NOT_FOUND -> 5;
          case CONFLICT -> 6;
          case TIMEOUT -> 7;
          case FAILED -> code == ErrorCode.INTERRUPTED ? 130 : 1;
        };
    assertThat(fail(error(code))).isEqualTo(expected);
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void tellsAnErrorInThreeLines() {
    fail(error(ErrorCode.TENANT_UNKNOWN));
    assertThat(err)
        .hasToString("Error: it failed\nhint: try again\ndocs: docs/errors.md#tenant-unknown\n");
  }

  @Test
  void tellsAnErrorInJsonWhenJsonWasAsked() {
    fail(error(ErrorCode.TENANT_UNKNOWN), "--json");
    assertThat(out.toString()).isEmpty();
    assertThat(err)
        .hasToString(
            "{\"status\":\"error\",\"code\":\"tenant-unknown\","
                + "\"message\":\"it failed\",\"hint\":\"try again\"}\n");
  }

  @Test
  void tellsAWrongUsageInJsonWhenJsonWasAsked() {
    assertThat(run("give", "--nonsense", "-o", "json")).isEqualTo(2);
    assertThat(err.toString())
        .startsWith("{\"status\":\"error\",\"code\":\"argument-invalid\"")
        .contains("--nonsense");
  }

  @Test
  void refusesACommandLineWithoutACommand() {
    assertThat(run()).isEqualTo(2);
    assertThat(err.toString()).startsWith("Error: a command is missing\nhint: see croft --help\n");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void callsAnUnknownExceptionAFaultAndShowsWhere() {
    assertThat(fail(new IllegalStateException("broken"))).isEqualTo(1);
    assertThat(err.toString())
        .startsWith("Error: a fault of Croft: java.lang.IllegalStateException: broken\n")
        .contains("at io.croft.cli.MainTest")
        .contains("docs/errors.md#internal-error");
  }

  @Test
  void coloursOnlyWhereATerminalWantsIt() {
    run(
        new CommandLine(new Fail(error(ErrorCode.TENANT_UNKNOWN))),
        new Terminal(false, true, true));
    assertThat(err.toString()).startsWith("\u001b[1;31mError:\u001b[0m it failed\n");
  }
}
