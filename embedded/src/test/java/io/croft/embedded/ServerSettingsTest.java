package io.croft.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class ServerSettingsTest {

  private static final Path HBA = Path.of("/x/it's/pg_hba.conf");

  @Test
  void hasNoLineThatTrusts() {
    assertThat(ServerSettings.HBA.lines())
        .filteredOn(line -> !line.startsWith("#"))
        .isNotEmpty()
        .allMatch(line -> line.matches("host .* 127\\.0\\.0\\.1/32 +scram-sha-256"));
  }

  @Test
  void isDurableUnlessAskedOtherwise() {
    assertThat(new ServerSettings(true).text(1, HBA)).doesNotContain("fsync");
    assertThat(new ServerSettings(false).text(1, HBA)).contains("fsync = 'off'\n");
  }

  @Test
  void quotesValues() {
    ServerSettings settings = new ServerSettings(true);
    settings.put("cluster_name", "a'b\\c");
    assertThat(settings.text(1, HBA))
        .contains("cluster_name = 'a''b\\\\c'\n")
        .contains("hba_file = '/x/it''s/pg_hba.conf'\n");
  }

  @Test
  void decidesItselfWhoReachesTheServer() {
    ServerSettings settings = new ServerSettings(true);
    settings.put("listen_addresses", "*");
    settings.put("LISTEN_ADDRESSES", "*");
    assertThat(settings.text(5, HBA).lines())
        .filteredOn(line -> line.toLowerCase(Locale.ROOT).startsWith("listen_addresses"))
        .containsExactly("listen_addresses = '127.0.0.1'");
  }

  @Test
  void refusesWhatIsNoSetting() {
    ServerSettings settings = new ServerSettings(true);
    assertThatThrownBy(() -> settings.put("work_mem = 1\nport", "1"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> settings.put("include", "/etc/passwd"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> settings.put("work_mem", "1\nport = 5"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
