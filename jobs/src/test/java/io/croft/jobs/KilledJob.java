package io.croft.jobs;

import io.croft.catalog.CatalogAddress;
import io.croft.catalog.PostgresCatalog;
import io.croft.gate.ApplicationSecret;
import io.croft.jdbc.CroftDataSource;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A process that runs a job and dies in the middle of it. */
final class KilledJob {

  private static final int ENOUGH = 60;

  private KilledJob() {}

  /** Starts it, and kills it when it has noted some tenants and visited more. */
  static void run(CatalogAddress reader, ApplicationSecret secret, Path ledger, String run)
      throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                KilledJob.class.getName(),
                reader.uri(),
                secret.hex(),
                ledger.toString(),
                run)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      String line = output.readLine();
      if (!"enough".equals(line)) {
        throw new IOException("the process says: " + line);
      }
    } finally {
      process.destroyForcibly().onExit().join();
    }
  }

  public static void main(String[] arguments) throws Exception {
    PostgresCatalog catalog = PostgresCatalog.open(CatalogAddress.parse(arguments[0]));
    CroftDataSource data =
        CroftDataSource.builder(catalog, ApplicationSecret.parse(arguments[1])).build();
    String run = arguments[3];
    CountDownLatch visited = new CountDownLatch(ENOUGH + 2);
    JobReport unused =
        TenantJobs.of(catalog)
            .concurrency(4)
            .resumable(FileLedger.in(Path.of(arguments[2])), run)
            .progress(
                progress -> {
                  if (progress.done() == ENOUGH) {
                    dieHere(visited);
                  }
                })
            .forEachTenant(
                tenant -> {
                  HomeMarks.in("job_mark")
                      .once(data, run, (who, connection) -> VisitFleet.visit(run, who, connection))
                      .run(tenant);
                  visited.countDown();
                });
  }

  /** Waits where some have been visited that no ledger knows of. */
  private static void dieHere(CountDownLatch visited) {
    try {
      visited.await();
      System.out.println("enough");
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
