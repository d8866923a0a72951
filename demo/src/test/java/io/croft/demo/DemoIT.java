package io.croft.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.croft.core.CroftException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoIT {

  private static final class Heard implements DemoListener {

    private final List<String> phases = new ArrayList<>();

    @Override
    public void phase(String title) {
      phases.add(title);
    }

    @Override
    public void detail(String text) {}
  }

  @Test
  void showsThatEveryPromiseIsKept() {
    Heard heard = new Heard();
    DemoReport report =
        Demo.run(new DemoOptions(Duration.ofSeconds(6), 24, 7, Optional.empty()), heard);
    assertThat(report.remarks()).isEmpty();
    assertThat(report.ok()).isTrue();
    assertThat(report.provisioning()).containsOnlyKeys("pool", "schema", "database");
    assertThat(report.invoices()).isEqualTo(new DemoReport.Invoices(35, 0));
    assertThat(report.forgeries().tried()).isGreaterThan(500);
    assertThat(report.forgeries().through()).isZero();
    assertThat(report.hops())
        .extracting(hop -> hop.from() + ">" + hop.to() + "@" + hop.server())
        .containsExactly(
            "pool@eu-1>schema@eu-1",
            "schema@eu-1>database@us-1",
            "database@us-1>schema@eu-1",
            "schema@eu-1>schema@us-1",
            "schema@us-1>pool@eu-1");
    assertThat(report.hops().subList(1, 3))
        .extracting(DemoReport.Hop::mode)
        .containsOnly("streamed");
    assertThat(report.hops())
        .allSatisfy(
            hop -> {
              assertThat(hop.rows()).isGreaterThan(6_000);
              assertThat(hop.acknowledged()).isGreaterThanOrEqualTo(100);
              assertThat(hop.lost() + hop.duplicated() + hop.errors()).isZero();
            });
    assertThat(report.bulk().moved()).isEqualTo(10);
    assertThat(heard.phases).hasSizeGreaterThan(6);
  }

  @Test
  void refusesADataDirectoryThatIsNotEmpty(@TempDir Path directory) throws Exception {
    Files.writeString(directory.resolve("precious"), "x");
    DemoOptions options = new DemoOptions(Duration.ofSeconds(5), 24, 7, Optional.of(directory));
    assertThatThrownBy(() -> Demo.run(options, DemoListener.NONE))
        .isInstanceOf(CroftException.class)
        .hasMessageContaining("is not empty");
  }
}
