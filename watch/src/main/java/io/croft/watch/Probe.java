package io.croft.watch;

/** Every question that the watch asks, under an id that never changes. */
public enum Probe {
  /** Blind when it is not there: without it, no other probe proves anything. */
  OWN_ROW("own-row", "a canary reads its own row"),
  FOREIGN_ROW("foreign-row", "one canary of the pool reads the row of the other"),
  TABLES("tables", "a canary without rows finds one in a table of the pool"),
  FOREIGN_WRITE("foreign-write", "one canary of the pool writes as the other"),
  NO_TENANT("no-tenant", "the pool answers before any tenant has entered"),
  FORGED_REGISTER("forged-register", "SQL names another tenant in the register"),
  FORGED_SEAL("forged-seal", "a seal signed with another key, or for another backend, is taken"),
  FOREIGN_SCHEMA("foreign-schema", "a login reads the canary of another schema"),
  FOREIGN_DATABASE("foreign-database", "a login connects to another database"),
  GATE("gate", "a function, table or right of the gate is not as shipped");

  private final String id;
  private final String question;

  Probe(String id, String question) {
    this.id = id;
    this.question = question;
  }

  /** Returns the stable id: the word in the catalog, in JSON and in {@code docs/watch.md}. */
  public String id() {
    return id;
  }

  /** Returns what the probe tries. */
  public String question() {
    return question;
  }
}
