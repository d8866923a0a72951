package io.croft.spring.client;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The hosts that are told tenants. A name stands for itself only, {@code *.domain} for one label
 * below the domain, as in certificates; a domain of one label has no such pattern, since all of it
 * is nobody's. With a port it is that port only.
 */
final class ListedHosts {

  private static final String LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";

  private static final Pattern ENTRY =
      Pattern.compile(
          "(?<host>\\[[0-9a-f:.]+]|%1$s(?:\\.%1$s)*|\\*(?:\\.%1$s)+\\.[a-z][a-z0-9-]*)"
                  .formatted(LABEL)
              + "(?::(?<port>[1-9][0-9]{0,4}))?");

  private static final String ANY = "*";
  private static final int LAST_PORT = 65_535;
  private static final int EVERY_PORT = -1;

  private record Host(String name, int port) {

    boolean matches(String host, int at) {
      if (port != EVERY_PORT && port != at) {
        return false;
      }
      if (!name.startsWith(ANY)) {
        return name.equals(host);
      }
      int dot = host.indexOf('.');
      return dot > 0 && name.substring(1).equals(host.substring(dot));
    }
  }

  private final List<Host> hosts;

  /**
   * @throws CroftException {@code configuration-invalid}, with all entries that are none
   */
  ListedHosts(Collection<String> entries) {
    List<Host> parsed = new ArrayList<>();
    List<String> wrong = new ArrayList<>();
    for (String entry : entries) {
      @Nullable Host host = parse(entry);
      if (host == null) {
        wrong.add("\"" + entry + "\"");
      } else {
        parsed.add(host);
      }
    }
    if (!wrong.isEmpty()) {
      throw new CroftException(
          ErrorCode.CONFIGURATION_INVALID,
          "croft.client.hosts has what is no host: " + String.join(", ", wrong),
          "write names of hosts, or *.domain with a domain of two labels or more, each with a :port"
              + " or without; no scheme and no path");
    }
    hosts = List.copyOf(parsed);
  }

  private static @Nullable Host parse(String entry) {
    Matcher matcher = ENTRY.matcher(entry.toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      return null;
    }
    @Nullable String port = matcher.group("port");
    int number = port == null ? EVERY_PORT : Integer.parseInt(port);
    return number > LAST_PORT ? null : new Host(matcher.group("host"), number);
  }

  boolean isEmpty() {
    return hosts.isEmpty();
  }

  /** Returns true when a request to that address may tell a tenant. */
  boolean contain(URI uri) {
    @Nullable String host = uri.getHost();
    @Nullable String scheme = uri.getScheme();
    if (host == null || scheme == null) {
      return false;
    }
    int port = port(uri, scheme);
    String name = host.toLowerCase(Locale.ROOT);
    return port > 0 && hosts.stream().anyMatch(each -> each.matches(name, port));
  }

  /** Returns 0 for what is not HTTP. */
  private static int port(URI uri, String scheme) {
    int usual =
        switch (scheme.toLowerCase(Locale.ROOT)) {
          case "http" -> 80;
          case "https" -> 443;
          default -> 0;
        };
    return usual == 0 || uri.getPort() < 0 ? usual : uri.getPort();
  }
}
