package io.croft.test;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The names of characters in HTML: those of its syntax, and of Latin-1 in their order. */
final class HtmlNames {

  private static final int FIRST = 160;

  private static final List<String> LATIN_1 =
      List.of(
          """
          nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg
          plusmn sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34
          iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml
          Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave
          Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil
          egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde
          ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml
          """
              .strip()
              .split("\\s+"));

  private static final Map<String, String> NAMES = names();

  private HtmlNames() {}

  private static Map<String, String> names() {
    Map<String, String> names =
        new HashMap<>(Map.of("amp", "&", "lt", "<", "gt", ">", "quot", "\"", "apos", "'"));
    for (int i = 0; i < LATIN_1.size(); i++) {
      names.put(LATIN_1.get(i), Character.toString(FIRST + i));
    }
    return names;
  }

  /** Returns the character, empty for a name that is none. */
  static Optional<String> of(String name) {
    return Optional.ofNullable(NAMES.get(name));
  }
}
