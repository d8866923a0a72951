package io.croft.cli;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullMarked;

/**
 * The rules of {@code docs/architecture.md}, for any tree of packages that is laid out like ours.
 */
final class Architecture {

  /** What each module may use of Croft. The picture in the document is the same map. */
  private static final Map<String, Set<String>> ARROWS =
      Map.ofEntries(
          Map.entry("core", Set.of()),
          Map.entry("embedded", Set.of()),
          Map.entry("tools", Set.of()),
          Map.entry("gate", Set.of("core")),
          Map.entry("catalog", Set.of("core", "gate")),
          Map.entry("jdbc", Set.of("core", "gate", "catalog")),
          Map.entry("jobs", Set.of("core", "catalog")),
          Map.entry("micrometer", Set.of("core", "jdbc")),
          Map.entry("hibernate", Set.of("core", "jdbc")),
          Map.entry(
              "spring",
              Set.of("core", "gate", "catalog", "jdbc", "jobs", "hibernate", "micrometer")),
          Map.entry("home", Set.of("core", "gate", "catalog")),
          Map.entry("move", Set.of("core", "gate", "catalog", "home")),
          Map.entry("doctor", Set.of("core", "gate", "catalog")),
          Map.entry("adopt", Set.of("core", "gate")),
          Map.entry("watch", Set.of("core", "gate", "catalog", "home")),
          Map.entry("local", Set.of("core", "gate", "catalog", "home", "embedded")),
          Map.entry(
              "testbed", Set.of("core", "gate", "catalog", "home", "embedded", "local", "tools")),
          Map.entry(
              "test",
              Set.of("core", "gate", "catalog", "jdbc", "home", "move", "embedded", "local")),
          Map.entry("spring.test", Set.of("core", "catalog", "jdbc", "test", "spring")),
          Map.entry(
              "attack", Set.of("core", "gate", "catalog", "jdbc", "home", "embedded", "local")),
          Map.entry(
              "demo",
              Set.of("core", "gate", "catalog", "jdbc", "home", "move", "embedded", "local")),
          Map.entry(
              "bench",
              Set.of(
                  "core", "gate", "catalog", "jdbc", "home", "move", "embedded", "local", "tools")),
          Map.entry(
              "cli",
              Set.of(
                  "core",
                  "gate",
                  "catalog",
                  "jdbc",
                  "home",
                  "move",
                  "doctor",
                  "adopt",
                  "watch",
                  "embedded",
                  "local",
                  "attack",
                  "demo")));

  private final String root;

  /** The rules for the modules under the package {@code root}. */
  Architecture(String root) {
    this.root = root;
  }

  /** Returns the names of all modules. */
  static Set<String> modules() {
    return ARROWS.keySet();
  }

  /** Every module uses only the modules below it. */
  List<ArchRule> arrows() {
    List<ArchRule> rules = new ArrayList<>();
    ARROWS.forEach(
        (module, below) -> {
          List<String> allowed = new ArrayList<>();
          allowed.add(of(module));
          below.forEach(name -> allowed.add(of(name)));
          rules.add(
              noClasses()
                  .that()
                  .resideInAPackage(of(module))
                  .and()
                  .resideOutsideOfPackages(within(module))
                  .should()
                  .dependOnClassesThat(
                      resideInAPackage(root + "..")
                          .and(not(resideInAnyPackage(allowed.toArray(String[]::new)))))
                  .allowEmptyShould(true)
                  .as(module + " uses only " + below + " of Croft"));
        });
    return rules;
  }

  /** Every class lives in a module of the map. */
  ArchRule onlyKnownModules() {
    return classes()
        .should()
        .resideInAnyPackage(modules().stream().map(this::of).toArray(String[]::new))
        .as("every class lives in a module that the map of arrows knows");
  }

  /** The core is free of frameworks. */
  ArchRule coreIsFree() {
    return classes()
        .that()
        .resideInAPackage(of("core"))
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(of("core"), "java..", "org.slf4j..", "org.jspecify..")
        .allowEmptyShould(true)
        .as("core depends on nothing but Java, slf4j and jspecify");
  }

  /** Packages form no cycle. */
  ArchRule noCycles() {
    return slices().matching(root + ".(**)").should().beFreeOfCycles().allowEmptyShould(true);
  }

  /** No package is a drawer. */
  ArchRule noDrawers() {
    return noClasses()
        .should()
        .resideInAnyPackage(
            "..impl..",
            "..internal..",
            "..util..",
            "..utils..",
            "..common..",
            "..helper..",
            "..helpers..",
            "..spi..")
        .as("no package is named impl, internal, util, common, helper or spi");
  }

  /** No class is named for being a class. */
  ArchRule speakingNames() {
    return noClasses()
        .should()
        .haveSimpleNameEndingWith("Impl")
        .orShould()
        .haveSimpleNameEndingWith("Manager")
        .orShould()
        .haveSimpleNameEndingWith("Helper")
        .orShould()
        .haveSimpleNameEndingWith("Util")
        .orShould()
        .haveSimpleNameEndingWith("Utils")
        .as("no class is named *Impl, *Manager, *Helper or *Util");
  }

  /** Only the command lines speak to the standard streams. */
  ArchRule quietLibraries() {
    return noClasses()
        .that()
        .resideOutsideOfPackages(of("cli"), of("bench"))
        .should(ACCESS_STANDARD_STREAMS)
        .allowEmptyShould(true);
  }

  /**
   * Waiting has a condition and a deadline; a bare sleep has neither. Only {@code embedded} waits
   * for processes that give no notice.
   */
  ArchRule noSleeps() {
    return noClasses()
        .that()
        .resideOutsideOfPackage(of("embedded"))
        .should()
        .callMethodWhere(
            target(owner(type(Thread.class).or(type(TimeUnit.class)))).and(target(name("sleep"))))
        .allowEmptyShould(true)
        .as("nobody sleeps but embedded");
  }

  /** A scope that no lambda ends is for the one class that frameworks begin and end theirs by. */
  ArchRule scopesEnd() {
    return noClasses()
        .that()
        .resideOutsideOfPackages(of("core"), of("spring.reactive"))
        .should()
        .callMethodWhere(
            target(owner(name(root + ".core.CapturedScope"))).and(target(name("bind"))))
        .allowEmptyShould(true)
        .as("nobody binds a scope without a lambda but spring.reactive");
  }

  /** Every package says that nothing in it is null. */
  ArchRule nullMarked() {
    return classes().should(haveNullMarkedPackage()).as("every package is @NullMarked");
  }

  private static ArchCondition<JavaClass> haveNullMarkedPackage() {
    return new ArchCondition<>("live in a package that is @NullMarked") {
      @Override
      public void check(JavaClass each, ConditionEvents events) {
        boolean marked =
            each.getPackage()
                .tryGetPackageInfo()
                .map(info -> info.isAnnotatedWith(NullMarked.class))
                .orElse(false);
        String message = each.getPackageName() + " of " + each.getName() + " is not @NullMarked";
        events.add(new SimpleConditionEvent(each, marked, message));
      }
    };
  }

  /** Returns the share of top-level types that are public, from 0 to 1. */
  static double publicShare(Iterable<JavaClass> classes) {
    int all = 0;
    int open = 0;
    for (JavaClass each : classes) {
      if (each.isTopLevelClass() && !each.getSimpleName().equals("package-info")) {
        all++;
        open += each.getModifiers().contains(JavaModifier.PUBLIC) ? 1 : 0;
      }
    }
    return (double) open / all;
  }

  /** Returns the packages of modules whose name goes on where that of the module ends. */
  private String[] within(String module) {
    return modules().stream()
        .filter(name -> name.startsWith(module + "."))
        .map(this::of)
        .toArray(String[]::new);
  }

  private String of(String module) {
    return root + "." + module + "..";
  }
}
