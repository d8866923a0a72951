package io.croft.move;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Path;
import java.util.jar.JarFile;

/** The programs of another version of PostgreSQL than the one on the class path. */
final class OtherPostgres {

  private OtherPostgres() {}

  /** Returns the archive that the build has put aside. */
  static URL archive() {
    Path jar = Path.of(System.getProperty("croft.postgres.other"));
    try (JarFile open = new JarFile(jar.toFile())) {
      String name =
          open.stream()
              .map(entry -> entry.getName())
              .filter(entry -> entry.endsWith(".txz"))
              .findFirst()
              .orElseThrow();
      return URI.create("jar:" + jar.toUri() + "!/" + name).toURL();
    } catch (MalformedURLException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
