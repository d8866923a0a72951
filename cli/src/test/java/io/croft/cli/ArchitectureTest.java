package io.croft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds the architecture in the build, and shows for each rule that it can fail. */
final class ArchitectureTest {

  private static final Architecture HOUSE = new Architecture("io.croft");
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.croft");

  private static final Architecture PLANTED = new Architecture("planted");

  @TempDir private Path directory = Path.of("");

  static Stream<ArchRule> rules() {
    return Stream.concat(
        HOUSE.arrows().stream(),
        Stream.of(
            HOUSE.onlyKnownModules(),
            HOUSE.coreIsFree(),
            HOUSE.noCycles(),
            HOUSE.noDrawers(),
            HOUSE.speakingNames(),
            HOUSE.quietLibraries(),
            HOUSE.noSleeps(),
            HOUSE.scopesEnd(),
            HOUSE.nullMarked()));
  }

  static Set<String> modules() {
    return Architecture.modules();
  }

  @ParameterizedTest
  @MethodSource("rules")
  void theHouseKeeps(ArchRule rule) {
    rule.check(CLASSES);
  }

  @ParameterizedTest
  @MethodSource("modules")
  void seesTheClassesOfEveryModule(String module) {
    assertThat(CLASSES).anyMatch(each -> each.getPackageName().equals("io.croft." + module));
  }

  @Test
  void atMostHalfOfTheTypesArePublic() {
    assertThat(Architecture.publicShare(CLASSES)).isLessThanOrEqualTo(0.5);
  }

  private void refuses(ArchRule rule, String... sources) {
    JavaClasses planted = Planted.compile(directory, sources);
    assertThat(rule.evaluate(planted).hasViolation()).as(rule.getDescription()).isTrue();
  }

  private void refusesOneOf(Stream<ArchRule> rules, String name, String... sources) {
    refuses(
        rules.filter(rule -> rule.getDescription().startsWith(name)).findAny().orElseThrow(),
        sources);
  }

  @ParameterizedTest
  @MethodSource("modules")
  void refusesAModuleThatUsesOneAbove(String module) {
    String above = module.equals("cli") ? "test" : "cli";
    refusesOneOf(
        PLANTED.arrows().stream(),
        module + " ",
        "package planted." + above + "; public final class Above {}",
        "package planted." + module + "; record Below(planted." + above + ".Above above) {}");
  }

  @Test
  void refusesAMoveThatUsesTheDataPlane() {
    refusesOneOf(
        PLANTED.arrows().stream(),
        "move ",
        "package planted.jdbc; public final class Pool {}",
        "package planted.move; record Mover(planted.jdbc.Pool pool) {}");
  }

  @Test
  void refusesAModuleThatNobodyKnows() {
    refuses(PLANTED.onlyKnownModules(), "package planted.stray; final class Stray {}");
  }

  @Test
  void refusesAFrameworkInTheCore() {
    refuses(
        PLANTED.coreIsFree(), "package planted.core; record Command(picocli.CommandLine line) {}");
  }

  @Test
  void refusesACycle() {
    refuses(
        PLANTED.noCycles(),
        "package planted.home; public record A(planted.home.clone.B b) {}",
        "package planted.home.clone; public record B(planted.home.A a) {}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"impl", "internal", "util", "common", "helper", "spi"})
  void refusesADrawer(String name) {
    refuses(PLANTED.noDrawers(), "package planted.home." + name + "; final class Thing {}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Impl", "Manager", "Helper", "Util", "Utils"})
  void refusesANameThatTellsNothing(String suffix) {
    refuses(PLANTED.speakingNames(), "package planted.home; final class Home" + suffix + " {}");
  }

  @Test
  void refusesALibraryThatPrints() {
    refuses(
        PLANTED.quietLibraries(),
        "package planted.jdbc; class Loud { void say() { System.out.println(); } }");
  }

  @Test
  void letsTheCommandLinePrint() {
    JavaClasses planted =
        Planted.compile(
            directory, "package planted.cli; class Loud { void say() { System.out.println(); } }");
    assertThat(PLANTED.quietLibraries().evaluate(planted).hasViolation()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Thread.sleep(1)", "java.util.concurrent.TimeUnit.DAYS.sleep(1)"})
  void refusesASleep(String call) {
    refuses(
        PLANTED.noSleeps(),
        "package planted.move; class Sleeper { void rest() throws Exception { " + call + "; } }");
  }

  @Test
  void refusesAScopeThatNothingEnds() {
    refuses(
        PLANTED.scopesEnd(),
        "package planted.core; public final class CapturedScope { public void bind() {} }",
        "package planted.jdbc; class Keeper {"
            + " void keep(planted.core.CapturedScope scope) { scope.bind(); } }");
  }

  @Test
  void refusesAPackageThatMayHoldNull() {
    refuses(PLANTED.nullMarked(), "package planted.home; final class Home {}");
  }

  @Test
  void countsPublicTypes() {
    JavaClasses planted =
        Planted.compile(
            directory,
            "package planted.home; public final class A { public static class Inner {} }",
            "package planted.home; final class B {}");
    assertThat(Architecture.publicShare(planted)).isEqualTo(0.5);
  }
}
