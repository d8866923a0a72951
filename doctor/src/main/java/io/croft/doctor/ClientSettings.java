package io.croft.doctor;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The rules on what stands before the server: the pooler's file and the driver's address. */
final class ClientSettings {

  private static final Pattern SETTING =
      Pattern.compile("^\\s*([a-z_]+)\\s*=\\s*(.*?)\\s*(?:\\s;.*)?$");
  private static final Pattern URL_OPTION = Pattern.compile("[?&]([A-Za-z]+)=([^&]*)");
  private static final int MANY_STATEMENTS = 64;
  private static final int DRIVER_DEFAULT_STATEMENTS = 256;

  private ClientSettings() {}

  static void check(AuditOptions options, String server, Findings findings) {
    Place place = Place.of(server);
    options
        .pooler()
        .ifPresentOrElse(
            file -> pooler(file, place, findings),
            () -> {
              findings.notApplicable(Rules.POOLER_RESET, "no --pgbouncer file was given");
              findings.notApplicable(Rules.POOLER_OPTIONS, "no --pgbouncer file was given");
            });
    options
        .applicationUrl()
        .ifPresentOrElse(
            url -> driver(url, place, findings),
            () -> {
              findings.notApplicable(Rules.SIMPLE_MODE, "no --application-url was given");
              findings.notApplicable(Rules.STATEMENT_CACHE, "no --application-url was given");
            });
  }

  private static void pooler(Path file, Place place, Findings findings) {
    Map<String, String> settings = read(file);
    boolean always = "1".equals(settings.get("server_reset_query_always"));
    boolean discards =
        settings
            .getOrDefault("server_reset_query", "DISCARD ALL")
            .toUpperCase(Locale.ROOT)
            .contains("DISCARD ALL");
    boolean perSession = settings.getOrDefault("pool_mode", "session").equals("session");
    if (!perSession && !(always && discards)) {
      findings.add(
          Finding.of(
              Rules.POOLER_RESET,
              place,
              file.toString(),
              "pool_mode = "
                  + settings.get("pool_mode")
                  + " without a reset after each transaction"));
    }
    if (perSession && !discards) {
      findings.add(
          Finding.of(
              Rules.POOLER_RESET,
              place,
              file.toString(),
              "server_reset_query = " + settings.get("server_reset_query")));
    }
    for (String ignored : settings.getOrDefault("ignore_startup_parameters", "").split(",", -1)) {
      if (ignored.strip().equals("options")) {
        findings.add(
            Finding.of(
                Rules.POOLER_OPTIONS,
                place,
                file.toString(),
                "ignore_startup_parameters names options"));
      }
    }
  }

  private static Map<String, String> read(Path file) {
    Map<String, String> settings = new TreeMap<>();
    try {
      for (String line : Files.readAllLines(file)) {
        Matcher setting = SETTING.matcher(line);
        if (setting.matches()) {
          settings.put(setting.group(1), setting.group(2));
        }
      }
      return settings;
    } catch (IOException e) {
      throw new CroftException(
          ErrorCode.ARGUMENT_INVALID,
          "the pooler's file " + file + " cannot be read: " + e.getMessage(),
          "name the pgbouncer.ini that is in use",
          e);
    }
  }

  private static void driver(String url, Place place, Findings findings) {
    Map<String, String> options = new TreeMap<>();
    URL_OPTION.matcher(url).results().forEach(o -> options.put(o.group(1), o.group(2)));
    if ("simple".equals(options.get("preferQueryMode"))) {
      findings.add(
          Finding.of(
              Rules.SIMPLE_MODE, place, "application's JDBC address", "preferQueryMode=simple"));
    }
    String cached = options.get("preparedStatementCacheQueries");
    int statements =
        cached != null && cached.matches("[0-9]{1,9}")
            ? Integer.parseInt(cached)
            : DRIVER_DEFAULT_STATEMENTS;
    if (statements > MANY_STATEMENTS) {
      findings.add(
          Finding.of(
              Rules.STATEMENT_CACHE,
              place,
              "application's JDBC address",
              "up to " + statements + " prepared statements in each session"));
    }
  }
}
