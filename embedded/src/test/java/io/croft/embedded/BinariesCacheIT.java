package io.croft.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The programs are unpacked once, whole, whoever asks at the same time. */
class BinariesCacheIT {

  private final URL archive = Platform.current().archive();

  @TempDir private Path root;

  @Test
  void unpacksOnceForAllWhoAskAtOnce() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try {
      Callable<Binaries> unpack = () -> new BinariesCache(root).unpacked(archive);
      List<Future<Binaries>> all = threads.invokeAll(List.of(unpack, unpack, unpack));
      Binaries first = all.get(0).get();
      for (Future<Binaries> each : all) {
        assertThat(each.get()).isEqualTo(first);
      }
      assertThat(first.majorVersion()).isGreaterThanOrEqualTo(15);
      assertThat(first.programs().resolve("postgres")).isExecutable();
      assertThat(directories()).containsExactly(first.directory());
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void replacesDamagedProgramsAndAbandonedOnes() throws IOException {
    Binaries whole = new BinariesCache(root).unpacked(archive);
    Path file = whole.directory().resolve("share/postgresql/postgres.bki");
    long size = Files.size(file);
    Files.writeString(file, "cut short");
    Path abandoned = root.resolve(whole.directory().getFileName() + ".tmp123");
    Files.createDirectories(abandoned.resolve("bin"));

    assertThat(Binaries.intact(whole.directory())).isFalse();
    Binaries again = new BinariesCache(root).unpacked(archive);

    assertThat(again).isEqualTo(whole);
    assertThat(Files.size(file)).isEqualTo(size);
    assertThat(directories()).containsExactly(whole.directory());
  }

  private List<Path> directories() throws IOException {
    try (Stream<Path> entries = Files.list(root)) {
      return entries.filter(Files::isDirectory).toList();
    }
  }
}
