package io.croft.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.core.TenantId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileLedgerIT {

  @TempDir private Path directory;
  private final TenantId acme = TenantId.random();
  private final TenantId globex = TenantId.random();
  private JobLedger ledger;

  @BeforeEach
  void open() {
    ledger = FileLedger.in(directory.resolve("made"));
  }

  @Test
  void keepsWhoIsDoneByRun() {
    try (JobLedger.Page page = ledger.open("invoices-2026-11")) {
      assertThat(page.done()).isEmpty();
      page.add(acme);
      page.add(globex);
      assertThat(page.done()).containsExactlyInAnyOrder(acme, globex);
    }
    try (JobLedger.Page page = ledger.open("invoices-2026-11")) {
      assertThat(page.done()).containsExactlyInAnyOrder(acme, globex);
    }
    try (JobLedger.Page page = ledger.open("invoices-2026-12")) {
      assertThat(page.done()).isEmpty();
    }
  }

  @Test
  void isOfOneRunAtATime() {
    try (JobLedger.Page page = ledger.open("nightly")) {
      page.add(acme);
      assertThatThrownBy(() -> FileLedger.in(directory.resolve("made")).open("nightly"))
          .isInstanceOf(CroftException.class)
          .extracting(e -> ((CroftException) e).code())
          .isEqualTo(ErrorCode.OPERATION_IN_PROGRESS);
    }
    ledger.open("nightly").close();
  }

  @Test
  void notesWhatIsDoneWhileItsThreadIsInterrupted() {
    try (JobLedger.Page page = ledger.open("nightly")) {
      Thread.currentThread().interrupt();
      page.add(acme);
      page.add(globex);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
    try (JobLedger.Page page = ledger.open("nightly")) {
      assertThat(page.done()).containsExactlyInAnyOrder(acme, globex);
    }
  }

  @Test
  void aLineThatACrashHasCutIsAsIfItWereNotThere() throws IOException {
    try (JobLedger.Page page = ledger.open("nightly")) {
      page.add(acme);
    }
    Path file = directory.resolve("made").resolve("nightly.done");
    Files.writeString(file, globex.toString().substring(0, 20), StandardOpenOption.APPEND);
    try (JobLedger.Page page = ledger.open("nightly")) {
      assertThat(page.done()).containsExactly(acme);
      page.add(globex);
    }
    assertThat(Files.readAllLines(file)).containsExactly(acme.toString(), globex.toString());
  }

  @Test
  void refusesAFileThatIsNone() throws IOException {
    Files.createDirectories(directory.resolve("made"));
    Files.writeString(directory.resolve("made").resolve("nightly.done"), "shopping list\n");
    assertThatThrownBy(() -> ledger.open("nightly"))
        .isInstanceOf(CroftException.class)
        .hasMessageContaining("shopping list")
        .extracting(e -> ((CroftException) e).code())
        .isEqualTo(ErrorCode.CONFIGURATION_INVALID);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "../etc", "a/b", "Ä", "Invoices", ".hidden"})
  void refusesNamesThatAreNone(String run) {
    assertThatThrownBy(() -> ledger.open(run)).isInstanceOf(IllegalArgumentException.class);
  }
}
