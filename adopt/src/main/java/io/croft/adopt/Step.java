package io.croft.adopt;

import java.util.List;

/**
 * One change of the schema.
 *
 * @param kind what is changed
 * @param object the table, index, constraint, view or routine, as SQL spells it
 * @param change what becomes of it, in a few words
 * @param reason why
 * @param removals statements that take away the old form, without semicolons; may be empty
 * @param additions statements that make the new form, without semicolons
 */
public record Step(
    Kind kind,
    String object,
    String change,
    String reason,
    List<String> removals,
    List<String> additions) {

  /** What a step changes, in the order in which new forms are made. */
  public enum Kind {
    SHARED_TABLE("shared tables"),
    TENANT_COLUMN("tenant columns"),
    PRIMARY_KEY("primary keys"),
    UNIQUE("unique constraints"),
    EXCLUSION("exclusion constraints"),
    INDEX("indexes"),
    FOREIGN_KEY("foreign keys"),
    VIEW("views"),
    ROUTINE("functions and procedures");

    private final String title;

    Kind(String title) {
      this.title = title;
    }

    /** Returns what such steps are about, in the plural. */
    public String title() {
      return title;
    }
  }

  /** Copies the lists. */
  public Step {
    removals = List.copyOf(removals);
    additions = List.copyOf(additions);
  }
}
