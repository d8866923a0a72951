package io.croft.cli;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;

/** Classes that break a rule on purpose, compiled when a test asks for them. */
final class Planted {

  private static final Pattern PACKAGE = Pattern.compile("package ([a-z.]+);");
  private static final Pattern NAME = Pattern.compile("(?:class|record|interface) (\\w+)");

  private Planted() {}

  /** Compiles the sources under {@code directory} and returns their classes. */
  static JavaClasses compile(Path directory, String... sources) {
    List<String> arguments = new ArrayList<>(List.of("-proc:none", "-d", directory.toString()));
    arguments.addAll(List.of("-cp", System.getProperty("java.class.path")));
    for (String source : sources) {
      arguments.add(write(directory, source).toString());
    }
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, arguments.toArray(String[]::new));
    if (status != 0) {
      throw new IllegalArgumentException("the planted sources do not compile");
    }
    return new ClassFileImporter().importPath(directory);
  }

  private static Path write(Path directory, String source) {
    String folder = first(PACKAGE, source).replace('.', '/');
    try {
      Path parent = Files.createDirectories(directory.resolve(folder));
      return Files.writeString(parent.resolve(first(NAME, source) + ".java"), source);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String first(Pattern pattern, String source) {
    Matcher matcher = pattern.matcher(source);
    if (!matcher.find()) {
      throw new IllegalArgumentException("no " + pattern + " in " + source);
    }
    return matcher.group(1);
  }
}
