package io.croft.cli;

import io.croft.catalog.CatalogAddress;
import io.croft.catalog.ReaderLogins;
import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Gives an application what it needs to reach its tenants. */
@Command(
    name = "login",
    description = {
      "Makes the login by which an application reads the catalog, and writes the properties by",
      "which the application reaches its tenants: croft.catalog, with that login's password, and",
      "croft.secret. Both are secret, and the password can be read nowhere again: --renew gives a",
      "new one.",
      "",
      "Example: croft application login shop --out shop.properties",
      "Next: croft application list"
    })
final class ApplicationLogin implements Callable<Integer> {

  /**
   * What was done, without any secret.
   *
   * @param change {@code make} or {@code renew}
   * @param done false in a dry run
   * @param file where the properties are or would be, null for standard output
   */
  private record Given(String login, String change, boolean done, @Nullable String file) {

    private Table table() {
      String past = change.equals("renew") ? "renewed" : "made";
      return Table.of("login", "change", "file")
          .row(login, done ? past : "would be " + past, file == null ? "-" : file);
    }
  }

  @Parameters(
      index = "0",
      paramLabel = "NAME",
      description = "The login: lower-case letters, digits, hyphens and underscores.")
  private String login = "";

  @Option(
      names = "--renew",
      description = "Give a login that is there a new password; the old one is refused at once.")
  private boolean renew;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Write the properties to this new file, which only you can read.")
  private @Nullable Path out;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "properties",
      description = {
        "How to write the properties: properties, env (CROFT_CATALOG and CROFT_SECRET) or json",
        "(default: ${DEFAULT-VALUE})."
      })
  private PropertyFormat format = PropertyFormat.PROPERTIES;

  @Option(names = "--json", description = "The same as -o json.")
  private boolean json;

  @Option(names = "--dry-run", description = "Show what would be done, and change nothing.")
  private boolean dryRun;

  @Mixin private final CatalogOptions options;
  @Spec private CommandSpec spec = CommandSpec.create();

  ApplicationLogin(Map<String, String> environment) {
    options = new CatalogOptions(environment);
  }

  @Override
  public Integer call() {
    try (ControlPlane plane = options.open()) {
      if (dryRun) {
        preview(plane.catalog().readers());
      } else if (out == null) {
        print(give(plane));
      } else {
        keep(plane, out);
      }
    }
    return Exit.DONE.status();
  }

  private void preview(ReaderLogins logins) {
    if (renew) {
      logins.requireKnown(login);
    } else {
      logins.requireAddable(login);
    }
    if (out != null) {
      PrivateFile.requireCreatable(out);
    }
    show(out);
  }

  /** Changes the login and returns the text of the properties. */
  private String give(ControlPlane plane) {
    ReaderLogins logins = plane.catalog().readers();
    CatalogAddress address =
        renew ? logins.renew(login, ControlPlane.actor()) : logins.add(login, ControlPlane.actor());
    return chosen().text(address, plane.application());
  }

  private void keep(ControlPlane plane, Path file) {
    try (PrivateFile kept = PrivateFile.create(file)) {
      String text = give(plane);
      try {
        kept.write(text);
      } catch (IOException e) {
        throw lost(file, e);
      }
    }
    show(file);
  }

  private void show(@Nullable Path file) {
    Given given =
        new Given(
            login,
            renew ? "renew" : "make",
            !dryRun,
            file == null ? null : file.toAbsolutePath().toString());
    print(chosen() == PropertyFormat.JSON ? Json.page(given) + "\n" : given.table().render());
  }

  private PropertyFormat chosen() {
    return json ? PropertyFormat.JSON : format;
  }

  private void print(String text) {
    PrintWriter data = spec.commandLine().getOut();
    data.print(text);
    data.flush();
  }

  private CroftException lost(Path file, IOException cause) {
    return new CroftException(
        ErrorCode.ARGUMENT_INVALID,
        "login "
            + login
            + " has its password, but "
            + file
            + " cannot be written: "
            + cause.getMessage(),
        "run the command again with --renew and another file",
        cause);
  }
}
