package io.croft.attack;

/** Where an attack may be tried. */
public enum Safety {
  /** Anywhere: it touches canary tenants only, commits nothing, and changes no role. */
  LIVE("live"),
  /**
   * On a server that Croft started itself: it commits, would change a role or a definition, needs a
   * superuser, or more tables than a canary's.
   */
  OWN_SERVER("own server"),
  /** On such a server in homes of its own, which are thrown away: it changes them for good. */
  OWN_HOMES("own homes");

  private final String words;

  Safety(String words) {
    this.words = words;
  }

  /** Returns the words for people. */
  public String words() {
    return words;
  }
}
