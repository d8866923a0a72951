package io.croft.test;

import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * All that a text may mean: as it is, and with the escapes of JSON, HTML and addresses undone, and
 * what is coded in it in Base64 or hexadecimal digits; what comes out of that is read likewise.
 */
final class Readings {

  private static final int DEEPEST = 3;
  private static final Pattern JSON = Pattern.compile("\\\\(?:u([0-9a-fA-F]{4})|(.))");
  private static final Pattern HTML = Pattern.compile("&(?:#(\\d+)|#[xX]([0-9a-fA-F]+)|(\\w+));");
  private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/_-]{7,}");
  private static final Pattern HEX = Pattern.compile("(?:[0-9a-fA-F]{2}){5,}");

  private Readings() {}

  /** Returns the readings, each in the shape in which texts are compared. */
  static Set<String> of(String text) {
    Set<String> all = new LinkedHashSet<>();
    Set<String> now = Set.of(text);
    for (int depth = 0; depth <= DEEPEST && !now.isEmpty(); depth++) {
      Set<String> next = new LinkedHashSet<>();
      for (String each : now) {
        if (all.add(each)) {
          next.add(json(each));
          next.add(html(each));
          address(each).ifPresent(next::add);
          next.add(coded(each));
        }
      }
      now = next;
    }
    Set<String> folded = new LinkedHashSet<>();
    all.forEach(each -> folded.add(ValueForms.folded(each)));
    return folded;
  }

  private static String json(String text) {
    return JSON.matcher(text)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(
                    found.group(1) != null
                        ? String.valueOf((char) Integer.parseInt(found.group(1), 16))
                        : switch (found.group(2)) {
                          case "n" -> "\n";
                          case "t" -> "\t";
                          case "r" -> "\r";
                          default -> found.group(2);
                        }));
  }

  private static String html(String text) {
    return HTML.matcher(text)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(
                    found.group(1) != null
                        ? character(found.group(1), 10, found.group())
                        : found.group(2) != null
                            ? character(found.group(2), 16, found.group())
                            : HtmlNames.of(found.group(3)).orElse(found.group())));
  }

  private static String character(String digits, int radix, String otherwise) {
    try {
      return Character.toString(Integer.parseInt(digits, radix));
    } catch (IllegalArgumentException e) {
      return otherwise;
    }
  }

  private static Optional<String> address(String text) {
    try {
      // What is no escape stays: a page is no address as a whole.
      return Optional.of(
          URLDecoder.decode(text.replaceAll("%(?![0-9a-fA-F]{2})", "%25"), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** All that is coded in the text, one after the other. */
  private static String coded(String text) {
    StringBuilder found = new StringBuilder();
    Matcher base64 = BASE64.matcher(text);
    while (base64.find()) {
      String token = base64.group();
      base64(token).ifPresent(each -> found.append(each).append('\n'));
      // A slash is a digit of Base64, and between the parts of a path it is none.
      for (String part : token.split("/", 0)) {
        if (part.length() < token.length()) {
          base64(part).ifPresent(each -> found.append(each).append('\n'));
        }
      }
    }
    Matcher hex = HEX.matcher(text);
    while (hex.find()) {
      text(HexFormat.of().parseHex(hex.group())).ifPresent(each -> found.append(each).append('\n'));
    }
    return found.toString();
  }

  private static Optional<String> base64(String token) {
    try {
      return text(Base64.getDecoder().decode(token.replace('-', '+').replace('_', '/')));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> text(byte[] bytes) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
