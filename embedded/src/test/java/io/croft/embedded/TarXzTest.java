package io.croft.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

class TarXzTest {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  @TempDir private Path parent;

  @Test
  void keepsProgramsAndLinks() throws IOException {
    try (TarArchiveOutputStream tar = archive()) {
      file(tar, "bin/tool", 0755);
      file(tar, "share/text", 0644);
      link(tar, "lib/also", "../share/text");
    }
    Path directory = unpack();
    assertThat(directory.resolve("bin/tool")).isExecutable().hasContent("bin/tool");
    assertThat(Files.getPosixFilePermissions(directory.resolve("share/text"))).hasSize(4);
    assertThat(directory.resolve("lib/also")).isSymbolicLink().hasContent("share/text");
  }

  @Test
  void writesNothingOutsideOfItsDirectory() throws IOException {
    try (TarArchiveOutputStream tar = archive()) {
      file(tar, "../outside", 0644);
    }
    assertThatThrownBy(this::unpack)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("outside");
    assertThat(parent.resolve("outside")).doesNotExist();
  }

  @Test
  void linksNothingOutsideOfItsDirectory() throws IOException {
    try (TarArchiveOutputStream tar = archive()) {
      link(tar, "passwords", "/etc/passwd");
    }
    assertThatThrownBy(this::unpack)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("outside");
  }

  private TarArchiveOutputStream archive() throws IOException {
    return new TarArchiveOutputStream(new XZOutputStream(bytes, new LZMA2Options(0)));
  }

  private static void file(TarArchiveOutputStream tar, String name, int mode) throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name, true);
    byte[] content = name.getBytes(StandardCharsets.UTF_8);
    entry.setSize(content.length);
    entry.setMode(mode);
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
  }

  private static void link(TarArchiveOutputStream tar, String name, String target)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name, TarConstants.LF_SYMLINK);
    entry.setLinkName(target);
    tar.putArchiveEntry(entry);
    tar.closeArchiveEntry();
  }

  private Path unpack() throws IOException {
    Path directory = Files.createDirectories(parent.resolve("unpacked"));
    TarXz.unpack(new ByteArrayInputStream(bytes.toByteArray()), directory);
    return directory;
  }
}
