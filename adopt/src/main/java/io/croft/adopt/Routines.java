package io.croft.adopt;

import io.croft.gate.NamedKeys;
import java.util.List;
import java.util.regex.Pattern;

/** Plans functions and procedures whose text needs the tenant, and tells what to look at. */
final class Routines {

  private static final String KEYS =
      "the tenant is one of the columns of a key now, which ON CONFLICT (...) must name, and GROUP BY a"
          + " primary key; in the statements of the application itself CroftDataSource adds it";

  /**
   * Something in a routine's text, as a pattern of it without regard to case, and what it means.
   */
  private record Sign(Pattern pattern, String text) {

    private static Sign of(String pattern, String text) {
      return new Sign(Pattern.compile(pattern), text);
    }
  }

  private static final String I = "(?is)";

  private static final List<Sign> SIGNS =
      List.of(
          Sign.of(
              I + "\\bON\\s+CONFLICT\\s*\\((?!\\s*tenant_id\\b)",
              "it may run a text with ON CONFLICT (...): lead the columns with tenant_id there"),
          Sign.of(
              I + "\\bEXECUTE\\b.*\\bGROUP\\s+BY\\b",
              "it may run a text with GROUP BY: where that groups by a primary key and selects other"
                  + " columns, name these in GROUP BY, too"),
          Sign.of(
              I + "\\bTRUNCATE\\b",
              "TRUNCATE is refused (42501): it would take the rows of all tenants; use DELETE"),
          Sign.of(
              I + "\\bCREATE\\s+(LOCAL\\s+|GLOBAL\\s+)?TEMP",
              "temporary tables are refused in every home"),
          Sign.of(I + "\\bpg_(try_)?advisory_", "advisory locks are refused in every home"),
          Sign.of(
              I + "\\b(pg_notify|NOTIFY|LISTEN)\\b",
              "LISTEN and NOTIFY belong to a database, not to a tenant"),
          Sign.of(
              I + "\\b(lo_\\w+|setval)\\s*\\(",
              "large objects and setval are refused: they reach beyond the tenant"),
          Sign.of(
              I
                  + "\\b\\w+\\.\\*|\\bSELECT\\s+\\*\\s+FROM\\b.*\\bINSERT\\b|\\bINSERT\\b[^;]*\\bSELECT\\s+\\*",
              "it takes all columns of a row, which now end with tenant_id: see that their number and"
                  + " order still fit"));

  private final LiveSchema schema;
  private final Draft draft;

  Routines(LiveSchema schema, Draft draft) {
    this.schema = schema;
    this.draft = draft;
  }

  void plan() {
    for (Routine routine : schema.routines()) {
      if (usesTheName(routine)) {
        draft.refuse(
            routine.name(),
            "it uses the name tenant_id for something of its own, which would become the column",
            "rename what it names");
      } else if (returnsTooFew(routine)) {
        draft.refuse(
            routine.name(),
            "it returns rows of a table by a list of columns, and the table gets one more",
            routine.parsed()
                ? "write its body as text, AS '...', with SELECT *"
                : "return them by SELECT *, or as TABLE (...)");
      } else {
        lead(routine);
      }
    }
  }

  private boolean usesTheName(Routine routine) {
    return schema.untouched()
        && (routine.takesTenant()
            || Pattern.compile(I + "\\btenant_id\\b").matcher(routine.body()).find());
  }

  private boolean returnsTooFew(Routine routine) {
    Table table = schema.tables().get(routine.returns());
    return table != null
        && schema.isTenants(table.oid())
        && table.tenant().missing()
        && routine.language().equals("sql")
        && (routine.parsed() || !routine.body().contains("*"));
  }

  private void lead(Routine routine) {
    String body = routine.parsed() ? routine.definition() : routine.body();
    String led = NamedKeys.withTenant(body, schema.home());
    if (!led.equals(body)) {
      draft.step(
          Step.Kind.ROUTINE,
          routine.name(),
          "add tenant_id where it names a key",
          KEYS,
          routine.parsed() ? led : routine.definition().replace(body, led));
    }
    for (Sign sign : SIGNS) {
      if (!routine.parsed() && sign.pattern().matcher(led).find()) {
        draft.remark(routine.name(), sign.text());
      }
    }
  }
}
