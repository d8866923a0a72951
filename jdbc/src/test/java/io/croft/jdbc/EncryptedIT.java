package io.croft.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.croft.core.Isolation;
import io.croft.tools.CountingSockets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.sql.Connection;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The gate travels in the first flight over an encrypted connection, too. */
final class EncryptedIT extends TenantsOnServers {

  private static final char[] PASSWORD = "of the tests".toCharArray();

  @TempDir private Path directory = Path.of("");

  @Override
  Isolation isolation() {
    return Isolation.POOL;
  }

  @Override
  CroftDataSource.Builder builder() {
    return super.builder()
        .driverProperty("sslmode", "require")
        .driverProperty("socketFactory", CountingSockets.class.getName());
  }

  @Test
  void costsNoRoundTrip() throws Exception {
    try (Connection admin = Cluster.server("one").connect("postgres")) {
      encrypt(admin);
      try {
        reopenWithBudget(1);
        write(a, "of a");
        write(b, "of b");
        bodiesOf(a);
        long before = CountingSockets.roundTrips();
        assertThat(bodiesOf(b)).containsExactly("of b");
        assertThat(bodiesOf(a)).containsExactly("of a");
        assertThat(CountingSockets.roundTrips() - before).isEqualTo(2);
        assertThat(strings(admin, "SELECT count(*) FROM pg_stat_ssl WHERE ssl"))
            .containsExactly("1");
      } finally {
        data.close();
        Cluster.execute(
            admin,
            "ALTER SYSTEM RESET ssl",
            "ALTER SYSTEM RESET ssl_cert_file",
            "ALTER SYSTEM RESET ssl_key_file",
            "SELECT pg_reload_conf()");
      }
    }
  }

  private void encrypt(Connection admin) throws Exception {
    Path home = Path.of(strings(admin, "SHOW data_directory").get(0));
    KeyStore keys = keys();
    String name = keys.aliases().nextElement();
    Path certificate =
        place(home, "tests.crt", "CERTIFICATE", keys.getCertificate(name).getEncoded());
    Path key = place(home, "tests.key", "PRIVATE KEY", keys.getKey(name, PASSWORD).getEncoded());
    Cluster.execute(
        admin,
        "ALTER SYSTEM SET ssl_cert_file = '" + certificate + "'",
        "ALTER SYSTEM SET ssl_key_file = '" + key + "'",
        "ALTER SYSTEM SET ssl = on",
        "SELECT pg_reload_conf()");
    await().until(() -> strings(admin, "SHOW ssl").contains("on"));
  }

  private KeyStore keys() throws Exception {
    Path file = directory.resolve("keys.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-storetype",
                "PKCS12",
                "-keystore",
                file.toString(),
                "-storepass",
                new String(PASSWORD))
            .inheritIO()
            .start();
    assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return KeyStore.getInstance(file.toFile(), PASSWORD);
  }

  /** Writes a file that the server can read and nobody else: it may run as another user. */
  private static Path place(Path home, String name, String kind, byte[] content) throws Exception {
    String text =
        "-----BEGIN %1$s-----%n%2$s%n-----END %1$s-----%n"
            .formatted(kind, Base64.getMimeEncoder().encodeToString(content));
    Path file = Files.writeString(home.resolve(name), text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    Files.setOwner(file, Files.getOwner(home));
    return file;
  }
}
