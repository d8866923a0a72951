package io.croft.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code ./croft}: when it builds, what it runs, and what it says when it cannot. */
final class LauncherIT {

  @TempDir private Path directory = Path.of("");
  private SourceTree tree = new SourceTree(directory);

  @BeforeEach
  void plant() throws IOException {
    directory = directory.toRealPath();
    tree = SourceTree.plant(directory);
  }

  private void runs() throws Exception {
    assertThat(tree.start("x").output(0)).startsWith("x in ");
  }

  @Test
  void buildsOnceAndSaysSoOnStandardErrorOnly() throws Exception {
    Running first = tree.start("a b", "", "*");
    assertThat(first.output(0)).isEqualTo("a b||* in " + directory);
    assertThat(first.errors()).startsWith("building Croft (first time").doesNotContain("noise");
    Running second = tree.start();
    assertThat(second.output(0)).isEqualTo(" in " + directory);
    assertThat(second.errors()).isEmpty();
    assertThat(tree.builds()).isEqualTo(1);
  }

  @Test
  void endsAsTheCommandEnds() throws Exception {
    tree.start("fail").output(5);
  }

  @Test
  void buildsAgainWhenASourceHasChanged() throws Exception {
    runs();
    tree.change();
    runs();
    assertThat(tree.builds()).isEqualTo(2);
  }

  @Test
  void buildsAgainWhenASourceIsNewOrGone() throws Exception {
    runs();
    Path source = tree.path("cli/src/main/java/io/croft/cli/Extra.java");
    Files.writeString(source, "package io.croft.cli; class Extra {}");
    runs();
    Files.delete(source);
    runs();
    assertThat(tree.builds()).isEqualTo(3);
  }

  @Test
  void buildsAgainWhenALibraryIsGone() throws Exception {
    runs();
    Files.delete(tree.path("library.jar"));
    tree.start("x").output(0);
    assertThat(tree.builds()).isEqualTo(2);
  }

  @Test
  void runsThroughSymbolicLinks() throws Exception {
    Path folder = Files.createDirectory(directory.resolve("bin"));
    Path relative = Files.createSymbolicLink(folder.resolve("a"), Path.of("../my croft/croft"));
    Path link = Files.createSymbolicLink(folder.resolve("b"), relative);
    assertThat(tree.start(link, Map.of(), "x").output(0)).isEqualTo("x in " + directory);
  }

  @Test
  void twoAtOnceBuildOnce() throws Exception {
    Files.createFile(tree.path("hold"));
    Running first = tree.start("first");
    await().until(() -> tree.builds() == 1);
    Running second = tree.start("second");
    await().until(() -> second.errors().startsWith("waiting for another build of Croft"));
    Files.delete(tree.path("hold"));
    assertThat(first.output(0)).startsWith("first in ");
    assertThat(second.output(0)).startsWith("second in ");
    assertThat(tree.builds()).isEqualTo(1);
  }

  @Test
  void takesOverTheLockOfABuildThatWasKilled() throws Exception {
    Running first = tree.start("x");
    assertThat(first.output(0)).startsWith("x in ");
    long dead = first.process().pid();
    Files.createSymbolicLink(tree.path("cli/target/launcher/lock"), Path.of(Long.toString(dead)));
    tree.change();
    runs();
    assertThat(tree.builds()).isEqualTo(2);
  }

  @Test
  void takesOverTheLockOfADeadBuildWhoseNumberItHasItself() throws Exception {
    Files.createDirectories(tree.path("cli/target/launcher"));
    String script =
        """
        #!/bin/sh
        ln -s $$ 'my croft/cli/target/launcher/lock'
        exec 'my croft/croft' x
        """;
    Path start = Files.writeString(directory.resolve("start"), script);
    Files.setPosixFilePermissions(start, PosixFilePermissions.fromString("rwxr-xr-x"));
    assertThat(tree.start(start, Map.of()).output(0)).startsWith("x in ");
  }

  @Test
  void tellsWhyABuildFailedAndBuildsAgainAfterwards() throws Exception {
    tree.spoil();
    Running spoiled = tree.start("x");
    assertThat(spoiled.output(1)).isEmpty();
    assertThat(spoiled.errors())
        .contains("[ERROR] the source is broken")
        .contains("Error: Croft could not be built\nhint: read ");
    tree.mend();
    runs();
  }

  @Test
  void aRunningCroftSurvivesLaterBuilds() throws Exception {
    Running running = tree.start("wait");
    assertThat(running.line()).startsWith("wait in ");
    for (int i = 0; i < 3; i++) {
      tree.change();
      runs();
    }
    running.enter();
    assertThat(running.output(0)).isEqualTo("still whole");
    assertThat(tree.builds()).isEqualTo(4);
  }

  @Test
  void keepsOnlyTheBuildsThatMayStillRun() throws Exception {
    for (int i = 0; i < 4; i++) {
      tree.change();
      runs();
    }
    try (var builds = Files.newDirectoryStream(tree.path("cli/target/launcher"), "2*-*")) {
      assertThat(builds).hasSize(2);
    }
  }

  @Test
  void becomesJavaSoThatSignalsReachIt() throws Exception {
    Running running = tree.start("wait");
    assertThat(running.line()).startsWith("wait in ");
    assertThat(running.process().info().command()).get().asString().endsWith("/java");
    running.process().toHandle().destroy();
    running.output(143);
  }

  @Test
  void refusesAnOldJava() throws Exception {
    Running old = java("#!/bin/sh\necho 'openjdk version \"11.0.2\" 2019-01-15' >&2\n");
    assertThat(old.output(1)).isEmpty();
    assertThat(old.errors())
        .contains("is too old: found 11, expected 17 or newer\nhint: install a JDK 17 or newer");
  }

  @Test
  void refusesAJavaThatDoesNotRun() throws Exception {
    Running broken = java("#!/bin/sh\necho 'no runtime present' >&2\nexit 1\n");
    assertThat(broken.output(1)).isEmpty();
    assertThat(broken.errors()).contains("does not run: no runtime present");
  }

  @Test
  void refusesAJavaWithoutACompiler() throws Exception {
    Running runtime = java("#!/bin/sh\necho 'openjdk version \"21\" 2023-09-19' >&2\n");
    assertThat(runtime.output(1)).isEmpty();
    assertThat(runtime.errors()).contains("is a runtime without a compiler\nhint: install a JDK");
  }

  @Test
  void refusesAMissingJava() throws Exception {
    Running missing =
        tree.start(
            tree.path("croft"), Map.of("JAVA_HOME", directory.resolve("nowhere").toString()));
    assertThat(missing.output(1)).isEmpty();
    assertThat(missing.errors()).startsWith("Error: no Java in JAVA_HOME (").contains("hint: ");
  }

  private Running java(String script) throws IOException {
    Path home = directory.resolve("jdk");
    Path bin = Files.createDirectories(home.resolve("bin"));
    Path java = Files.writeString(bin.resolve("java"), script);
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
    return tree.start(tree.path("croft"), Map.of("JAVA_HOME", home.toString()), "x");
  }
}
