package io.croft.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version of this build, as {@code --version} prints it. */
final class Version implements IVersionProvider {

  /** Returns one line: the name and the version of Croft, and the Java that runs it. */
  @Override
  public String[] getVersion() {
    return new String[] {"croft " + current() + " (Java " + Runtime.version().feature() + ")"};
  }

  /** Returns the version alone. */
  static String current() {
    try (InputStream in = Version.class.getResourceAsStream("version.properties")) {
      Properties properties = new Properties();
      properties.load(in);
      return properties.getProperty("version", "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
