package io.croft.move;

import io.croft.testbed.TestFleet;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * A mover and a router that lack guards: classes of their own, made of changed sources, in this
 * process. The servers of the tests they share with everybody, unless it is the catalog that lacks
 * a guard: then it has its own.
 */
final class WeakenedMover extends URLClassLoader {

  private static final String CLASS_PATH =
      System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  private static final List<String> MOVER_AND_ROUTER = List.of("io.croft.move.", "io.croft.jdbc.");
  private static final List<String> EVERYTHING = List.of("io.croft.");

  private final List<String> own;

  private WeakenedMover(List<URL> classes, List<String> own) {
    super(classes.toArray(new URL[0]), WeakenedMover.class.getClassLoader());
    this.own = own;
  }

  /**
   * Makes one without the guards.
   *
   * @param directory for its classes
   * @throws IllegalStateException when a guard is not found, or nothing compiles without it
   */
  static WeakenedMover without(List<SourceEdit> guards, Path directory) throws IOException {
    Map<Path, String> sources = new HashMap<>();
    for (SourceEdit guard : guards) {
      String source =
          sources.containsKey(guard.place()) ? sources.get(guard.place()) : guard.read();
      sources.put(guard.place(), guard.apply(source));
    }
    List<Path> files = new ArrayList<>();
    for (Map.Entry<Path, String> source : sources.entrySet()) {
      Path file = directory.resolve(source.getKey());
      Files.createDirectories(file.getParent());
      files.add(Files.writeString(file, source.getValue()));
    }
    compile(files, directory);
    List<URL> classes = new ArrayList<>();
    classes.add(directory.toUri().toURL());
    for (String entry : CLASS_PATH.split(File.pathSeparator, -1)) {
      classes.add(Path.of(entry).toUri().toURL());
    }
    boolean withinMoverAndRouter =
        sources.keySet().stream()
            .map(place -> place.toString().replace(File.separatorChar, '.'))
            .allMatch(place -> MOVER_AND_ROUTER.stream().anyMatch(place::startsWith));
    return new WeakenedMover(classes, withinMoverAndRouter ? MOVER_AND_ROUTER : EVERYTHING);
  }

  private static void compile(List<Path> files, Path directory) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> said = new DiagnosticCollector<>();
    List<String> options = List.of("-d", directory.toString(), "-proc:none", "-cp", CLASS_PATH);
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(said, null, null)) {
      boolean compiled =
          compiler
              .getTask(
                  null, manager, said, options, null, manager.getJavaFileObjectsFromPaths(files))
              .call();
      if (!compiled) {
        throw new IllegalStateException("does not compile: " + said.getDiagnostics());
      }
    }
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (own.stream().noneMatch(name::startsWith)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded == null ? findClass(name) : loaded;
    }
  }

  /** Lets the mover live through a scenario; returns what was wrong then. */
  List<String> findings(GuardScenario scenario) throws Exception {
    for (Object own : loadClass(GuardScenario.class.getName()).getEnumConstants()) {
      if (own.toString().equals(scenario.toString())) {
        List<?> found = (List<?>) ((Callable<?>) own).call();
        return found.stream().map(String::valueOf).toList();
      }
    }
    throw new IllegalStateException("there is no scenario " + scenario);
  }

  /** Stops the servers that it has alone. */
  @Override
  public void close() throws IOException {
    try {
      if (own.equals(EVERYTHING)) {
        Object fleet = loadClass(TestFleet.class.getName()).getMethod("shared").invoke(null);
        ((AutoCloseable) fleet).close();
      }
    } catch (Exception e) {
      throw new IOException("its servers do not stop", e);
    } finally {
      super.close();
    }
  }
}
