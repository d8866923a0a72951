package io.croft.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MasterSecretTest {

  private static final String HEX = "0123456789abcdef".repeat(4);

  @TempDir private Path directory;

  @Test
  void survivesItsFile() throws IOException {
    Path file = directory.resolve("secret");
    MasterSecret secret = MasterSecret.random();
    secret.writeTo(file);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(MasterSecret.fromFile(file).derive("x")).isEqualTo(secret.derive("x"));
  }

  @Test
  void doesNotReplaceAFile() throws IOException {
    Path file = Files.writeString(directory.resolve("secret"), HEX);
    assertThatThrownBy(() -> MasterSecret.random().writeTo(file))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(file).hasContent(HEX);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rwx------", "rw-rw-rw-"})
  void refusesAFileThatOthersCanRead(String mode) throws IOException {
    Path file = Files.writeString(directory.resolve("secret"), HEX);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    assertInvalid(() -> MasterSecret.fromFile(file), file.toString());
  }

  @Test
  void readsAFileThatOnlyItsOwnerCanRead() throws IOException {
    Path file = Files.writeString(directory.resolve("secret"), "  " + HEX + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"));
    assertThat(MasterSecret.fromFile(file).derive("x"))
        .isEqualTo(MasterSecret.parse(HEX).derive("x"));
  }

  @Test
  void refusesAMissingFile() {
    Path file = directory.resolve("none");
    assertInvalid(() -> MasterSecret.fromFile(file), file.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0123", "xyz", "not hexadecimal"})
  void refusesWhatIsNotASecret(String text) {
    assertInvalid(() -> MasterSecret.parse(text), "a master secret");
    assertInvalid(() -> MasterSecret.parse(HEX + text + "0"), "a master secret");
  }

  @Test
  void refusesAnotherLength() {
    assertInvalid(() -> MasterSecret.of(new byte[31]), "found 31");
    assertInvalid(() -> ApplicationSecret.of(new byte[33]), "found 33");
  }

  @Test
  void derivesADifferentValueForEachPurpose() {
    MasterSecret secret = MasterSecret.parse(HEX);
    ApplicationSecret application = secret.application();
    assertThat(
            new String[] {
              secret.moverPassword("eu-1"),
              secret.moverPassword("us-1"),
              application.loginPassword("eu-1", "croft_app"),
              application.loginPassword("us-1", "croft_app"),
              application.loginPassword("eu-1", "t_1_1"),
              application.loginPassword("eu-1", "t_1_2"),
              HexFormat.of().formatHex(application.sealKey("eu-1", "croft_app", 1))
            })
        .doesNotHaveDuplicates()
        .allSatisfy(value -> assertThat(value).matches("[0-9a-f]{64}"));
  }

  @Test
  void doesNotChangeWithTheArrayItWasMadeOf() {
    byte[] bytes = HexFormat.of().parseHex(HEX);
    MasterSecret secret = MasterSecret.of(bytes);
    bytes[0] ^= 1;
    assertThat(secret.derive("x")).isEqualTo(MasterSecret.parse(HEX).derive("x"));
  }

  @Test
  void hidesItself() {
    assertThat(MasterSecret.parse(HEX)).hasToString("MasterSecret[hidden]");
    assertThat(MasterSecret.parse(HEX).application()).hasToString("ApplicationSecret[hidden]");
  }

  private static void assertInvalid(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String message) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            CroftException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.CONFIGURATION_INVALID);
              assertThat(e).hasMessageContaining(message);
              assertThat(e.getMessage()).doesNotContain(HEX);
              assertThat(e.hint()).isNotEmpty();
            });
  }
}
