package io.croft.gate;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * Statements of an application that knows no tenants, made by chance: groups by keys in all
 * spellings, inserts with conflict targets, and between their tokens whatever a scanner may take
 * for something else.
 */
final class RandomStatements {

  private static final char KEPT = '\u0001';

  private static final List<String> NOISE =
      List.of(
          " /* GROUP BY id */ ",
          " -- it's ON CONFLICT (id) DO NOTHING\n",
          " -- \" $$ '\r",
          "\n\t",
          " /* a /* ' */ $$ ON CONFLICT (id) DO NOTHING */ ");

  private static final List<String> LITERALS =
      List.of(
          "'ON CONFLICT (id) DO NOTHING'",
          "$$x' GROUP BY artist.id, $a$ $$",
          "$a$ ON CONFLICT (id) DO NOTHING $$ $a$",
          "E'\\' GROUP BY a.id --'",
          "'\\'",
          "U&'\\0027 GROUP BY id'",
          "'it''s'",
          "N'\"'",
          "3",
          "('x' || '-- y')");

  /** A table, its key and its other columns, as SQL spells them. */
  private record Spelt(String name, List<String> key, List<String> others) {}

  private static final List<Spelt> TABLES =
      List.of(
          new Spelt("artist", List.of("id"), List.of("name", "label")),
          new Spelt("Album", List.of("id"), List.of("title", "artist")),
          new Spelt("line", List.of("job", "no"), List.of("name")),
          new Spelt("\"Odd\"", List.of("\"Id\""), List.of("\"from\"", "name")),
          new Spelt("heap", List.of("n"), List.of("id", "name")),
          new Spelt("seen", List.of("id"), List.of("name")),
          new Spelt("(SELECT id, name FROM artist)", List.of("id"), List.of("name")));

  private static final List<Spelt> WRITABLE = TABLES.subList(0, 4);

  private final Random random;

  RandomStatements(long seed) {
    this.random = new Random(seed);
  }

  private boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  private <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  /** Returns a literal whose spaces stay what they are. */
  private String literal() {
    return one(LITERALS).replace(' ', KEPT);
  }

  /** Puts a space, or noise, for each space. */
  private String noisy(String sql) {
    StringBuilder text = new StringBuilder();
    for (String part : sql.split(" ", -1)) {
      text.append(text.isEmpty() ? "" : chance(12) ? one(NOISE) : " ").append(part);
    }
    return text.toString().replace(KEPT, ' ');
  }

  private String column(String alias, String name, boolean bare) {
    return bare ? name : alias + (chance(10) ? " . " : ".") + name;
  }

  /** A SELECT that groups, with the select list in the order that its places are counted. */
  String grouped() {
    int count = 1 + random.nextInt(3);
    StringBuilder from = new StringBuilder();
    List<String> selected = new ArrayList<>();
    List<String> groups = new ArrayList<>();
    boolean bare = chance(40);
    for (int i = 0; i < count; i++) {
      Spelt table = one(TABLES);
      String alias = alias(table, i, count);
      from.append(i == 0 ? "" : join()).append(table.name()).append(aliased(table, alias));
      from.append(i == 0 ? "" : condition(table, alias));
      if (chance(75)) {
        table.key().forEach(key -> groups.add(column(alias, key, bare)));
        table.others().stream()
            .filter(other -> chance(50))
            .forEach(other -> selected.add(column(alias, other, bare)));
      } else if (chance(30)) {
        groups.add(column(alias, one(table.others()), bare));
      }
    }
    if (groups.isEmpty()) {
      groups.add("1");
    }
    selected.add("count(*)");
    selected.addAll(groups);
    Collections.shuffle(selected, random);
    Collections.shuffle(groups, random);
    String list = selected.stream().map(this::labelled).collect(Collectors.joining(", "));
    String by = groups.stream().map(g -> spelt(g, selected)).collect(Collectors.joining(", "));
    return noisy(with() + "SELECT %s, " + "%s FROM %s GROUP BY %s%s")
        .formatted(list, "%s", from, by, tail())
        .formatted(literal());
  }

  private String alias(Spelt table, int number, int count) {
    boolean own = count == 1 && !table.name().startsWith("(") && chance(50);
    return own ? table.name() : one(List.of("a", "B", "\"C\"")) + number;
  }

  private String aliased(Spelt table, String alias) {
    String odd = alias.startsWith("\"C\"") ? "\"C" + alias.substring(3) + "\"" : alias;
    return odd.equals(table.name()) ? "" : (chance(50) ? " AS " : " ") + odd;
  }

  private String join() {
    return one(
        List.of(
            " JOIN ",
            " LEFT JOIN ",
            " FULL OUTER JOIN ",
            " RIGHT JOIN ",
            " NATURAL LEFT JOIN ",
            " NATURAL FULL JOIN ",
            " CROSS JOIN ",
            ", "));
  }

  private String condition(Spelt table, String alias) {
    return one(
        List.of(
            " ON true",
            " ON ARRAY[1, 2] = ARRAY[1, 2]",
            " USING (id)",
            " USING (id, name)",
            " ON " + alias + "." + table.key().get(0) + " = 2",
            "",
            ""));
  }

  private String labelled(String column) {
    return chance(15)
        ? column + (chance(50) ? " AS " : " ") + one(List.of("x", "\"GROUP\u0001BY\""))
        : column;
  }

  private String spelt(String group, List<String> selected) {
    if (chance(10)) {
      return "(" + group + ")";
    }
    return chance(15) && selected.contains(group)
        ? String.valueOf(selected.indexOf(group) + 1)
        : group;
  }

  private String with() {
    return chance(10) ? "WITH artist AS (SELECT n AS id, name FROM heap) " : "";
  }

  private String tail() {
    return one(List.of("", "", " HAVING count(*) > 0", " ORDER BY 1", " LIMIT 100", ";"));
  }

  /** One INSERT with a conflict target, or two in one statement. */
  String upsert() {
    return noisy(
        chance(15)
            ? "WITH first AS (" + insert(" RETURNING 1") + ") " + insert("")
            : insert(chance(50) ? " RETURNING *" : ""));
  }

  private String insert(String end) {
    Spelt table = one(WRITABLE);
    List<String> target = new ArrayList<>(table.key());
    Collections.shuffle(target, random);
    String text = table.others().get(0);
    String rows =
        table.key().stream()
            .map(key -> String.valueOf(random.nextInt(7)))
            .collect(Collectors.joining(", "));
    String value = literal() + "::text";
    String source =
        chance(50)
            ? "VALUES (" + rows + ", " + value + ")"
            : "SELECT " + rows + ", " + value + " FROM artist WHERE id = 1";
    String action =
        chance(40)
            ? "NOTHING"
            : "UPDATE SET " + text + " = " + literal() + (chance(50) ? "" : "|| excluded." + text);
    return "INSERT INTO %s (%s, %s) %s ON CONFLICT (%s)%s DO %s%s"
        .formatted(
            table.name(),
            String.join(", ", table.key()),
            text,
            source,
            String.join(", ", target),
            chance(20) ? " WHERE true" : "",
            action,
            end.equals(" RETURNING *") ? " RETURNING " + String.join(", ", table.key()) : end);
  }
}
