package io.croft.cli;

import io.croft.catalog.ReaderLogin;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists the logins of applications. */
@Command(
    name = "list",
    description = {
      "Lists the logins by which applications read the catalog.",
      "",
      "Example: croft application list"
    })
final class ApplicationList implements Callable<Integer> {

  /**
   * A login as it is shown.
   *
   * @param passwordSince when it got its present password, in ISO 8601
   * @param givenBy who gave it that
   * @param usable false when its role is not on the catalog's server
   */
  private record View(String login, String passwordSince, String givenBy, boolean usable) {

    private static View of(ReaderLogin one) {
      return new View(
          one.login(),
          one.passwordSince().truncatedTo(ChronoUnit.SECONDS).toString(),
          one.givenBy(),
          one.exists());
    }
  }

  @Mixin private final CatalogOptions options;
  @Mixin private final OutputOptions output = new OutputOptions();

  ApplicationList(Map<String, String> environment) {
    options = new CatalogOptions(environment);
  }

  @Override
  public Integer call() {
    List<View> views;
    try (ControlPlane plane = options.open()) {
      views = plane.catalog().readers().list().stream().map(View::of).toList();
    }
    output.write(
        views,
        () -> {
          Table table = Table.of("login", "password since", "given by", "state");
          views.forEach(
              one ->
                  table.row(
                      one.login(),
                      one.passwordSince(),
                      one.givenBy(),
                      one.usable() ? "usable" : "its role is gone"));
          return table;
        });
    return Exit.DONE.status();
  }
}
