package io.croft.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApplicationSecretTest {

  private static final String HEX = "0123456789abcdef".repeat(4);
  private static final String HEX_BUT_ONE =
      "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcde";
  private static final String HEX_AND_MORE =
      "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef00";
  private static final ApplicationSecret SECRET = MasterSecret.random().application();

  @TempDir private Path directory;

  @Test
  void survivesItsTextInEitherCase() {
    assertThat(SECRET.hex()).matches("[0-9a-f]{64}");
    assertSame(ApplicationSecret.parse(SECRET.hex()));
    assertSame(ApplicationSecret.parse(" " + SECRET.hex().toUpperCase(Locale.ROOT) + "\r\n"));
  }

  @Test
  void survivesItsFile() throws IOException {
    Path file = directory.resolve("secret");
    SECRET.writeTo(file);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertSame(ApplicationSecret.fromFile(file));
  }

  @Test
  void doesNotReplaceAFile() throws IOException {
    Path file = Files.writeString(directory.resolve("secret"), HEX);
    assertThatThrownBy(() -> SECRET.writeTo(file)).isInstanceOf(FileAlreadyExistsException.class);
    assertThat(file).hasContent(HEX);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rwx------"})
  void refusesAFileThatOthersCanRead(String mode) throws IOException {
    Path file = Files.writeString(directory.resolve("secret"), HEX);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    assertInvalid(() -> ApplicationSecret.fromFile(file), file.toString());
  }

  @Test
  void refusesAFileThatIsMissingOrHoldsSomethingElse() throws IOException {
    Path none = directory.resolve("none");
    assertInvalid(() -> ApplicationSecret.fromFile(none), none.toString());
    Path text = closed(Files.writeString(directory.resolve("text"), HEX + "q"));
    assertInvalid(() -> ApplicationSecret.fromFile(text), "64 hexadecimal digits");
    Path bytes = closed(Files.write(directory.resolve("bytes"), new byte[] {(byte) 0xff, 1}));
    assertInvalid(() -> ApplicationSecret.fromFile(bytes), "64 hexadecimal digits");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0123", "not hexadecimal", HEX_BUT_ONE, HEX_AND_MORE, "ARABIC"})
  void refusesWhatIsNotASecretWithoutRepeatingIt(String text) {
    String given = text.equals("ARABIC") ? HEX.replace('1', '\u0661') : text;
    assertInvalid(() -> ApplicationSecret.parse(given), "an application secret");
    assertThatThrownBy(() -> ApplicationSecret.parse(given))
        .satisfies(
            error -> {
              StringWriter all = new StringWriter();
              error.printStackTrace(new PrintWriter(all, true));
              assertThat(all.toString()).doesNotContain("not hexadecimal", "0123", "cdef");
            });
  }

  private static Path closed(Path file) throws IOException {
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  private static void assertSame(ApplicationSecret found) {
    assertThat(found.loginPassword("eu-1", "croft_app"))
        .isEqualTo(SECRET.loginPassword("eu-1", "croft_app"));
  }

  private static void assertInvalid(ThrowingCallable call, String message) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            CroftException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.CONFIGURATION_INVALID);
              assertThat(e).hasMessageContaining(message);
              assertThat(e.hint()).contains("64 hexadecimal digits");
            });
  }
}
