package io.croft.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file for secrets: its owner's only, never in the place of another, never left behind empty. */
final class PrivateFileTest {

  @TempDir private Path directory = Path.of("");

  @Test
  void onlyItsOwnerReadsIt() throws IOException {
    Path file = directory.resolve("new");
    try (PrivateFile made = PrivateFile.create(file)) {
      assertThat(modes(file)).as("before anything is in it").isEqualTo("rw-------");
      made.write("secret");
    }
    assertThat(file).hasContent("secret");
    assertThat(modes(file)).isEqualTo("rw-------");
  }

  @Test
  void isGoneWhenNothingWasWritten() {
    Path file = directory.resolve("new");
    PrivateFile.create(file).close();
    assertThat(file).doesNotExist();
  }

  @Test
  void doesNotTakeThePlaceOfAnotherNorFollowALink() throws IOException {
    Path file = Files.writeString(directory.resolve("old"), "kept");
    Path dangling = Files.createSymbolicLink(directory.resolve("link"), directory.resolve("away"));
    for (Path taken : new Path[] {file, dangling, directory}) {
      assertRefused(() -> PrivateFile.create(taken), "exists");
      assertRefused(() -> PrivateFile.requireCreatable(taken), "exists");
    }
    assertThat(file).hasContent("kept");
    assertThat(directory.resolve("away")).doesNotExist();
  }

  @Test
  void isRefusedWhereItCannotBe() {
    Path file = directory.resolve("nowhere/new");
    assertRefused(() -> PrivateFile.create(file), "cannot be made");
    assertRefused(() -> PrivateFile.requireCreatable(file), "is no directory");
  }

  @Test
  void canBeToldToBePossibleWithoutBeingMade() {
    PrivateFile.requireCreatable(directory.resolve("new"));
    PrivateFile.requireCreatable(Path.of("no-such-file-in-the-working-directory"));
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void replacesWholeAndClosedToOthersAndLeavesNoDraft() throws IOException {
    Path file = Files.writeString(directory.resolve("old"), "old and longer");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));

    PrivateFile.replace(file, "new");

    assertThat(file).hasContent("new");
    assertThat(modes(file)).isEqualTo("rw-------");
    try (Stream<Path> all = Files.list(directory)) {
      assertThat(all).containsExactly(file);
    }
  }

  private static String modes(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  private static void assertRefused(ThrowingCallable call, String message) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            CroftException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.ARGUMENT_INVALID);
              assertThat(e).hasMessageContaining(message);
              assertThat(e.hint()).isNotEmpty();
            });
  }
}
