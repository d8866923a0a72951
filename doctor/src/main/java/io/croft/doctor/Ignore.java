package io.croft.doctor;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One entry of an ignore file.
 *
 * @param line its number
 * @param rule the id of a rule
 * @param object the object of findings, alone or with its place in front; {@code *} stands for any
 *     text
 * @param until the last day on which it holds; empty for no end
 * @param reason never empty
 */
public record Ignore(
    int line, String rule, String object, Optional<LocalDate> until, String reason) {

  private static final Pattern ENTRY =
      Pattern.compile("(\\S+)\\s+(.+?)(?:\\s+until\\s+(\\S+))?\\s+because(?:\\s+(.*))?");

  /**
   * Reads one line.
   *
   * @throws IllegalArgumentException that says what is wrong with it
   */
  static Ignore parse(int number, String line) {
    Matcher entry = ENTRY.matcher(line);
    if (!entry.matches() || entry.group(4) == null || entry.group(4).isBlank()) {
      throw new IllegalArgumentException("no reason: end the line with because and the reason");
    }
    String rule = entry.group(1);
    if (!Rules.exists(rule)) {
      throw new IllegalArgumentException("there is no rule \"" + rule + "\"");
    }
    return new Ignore(
        number,
        rule,
        entry.group(2),
        Optional.ofNullable(entry.group(3)).map(Ignore::date),
        entry.group(4).strip());
  }

  private static LocalDate date(String text) {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("\"" + text + "\" is not a date like 2027-01-31", e);
    }
  }

  boolean matches(Finding finding) {
    if (!finding.rule().id().equals(rule)) {
      return false;
    }
    String place = finding.place().toString();
    return glob(finding.object()) || glob(place + "/" + finding.object());
  }

  boolean expired(LocalDate today) {
    return until.map(today::isAfter).orElse(false);
  }

  private boolean glob(String text) {
    StringBuilder pattern = new StringBuilder();
    for (String part : object.split("\\*", -1)) {
      pattern.append(pattern.isEmpty() && !object.startsWith("*") ? "" : ".*");
      pattern.append(Pattern.quote(part));
    }
    return Pattern.compile(pattern.toString(), Pattern.DOTALL).matcher(text).matches();
  }

  @Override
  public String toString() {
    return rule + " " + object + until.map(date -> " until " + date).orElse("");
  }
}
