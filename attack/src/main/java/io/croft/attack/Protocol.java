package io.croft.attack;

/** How the driver sends a statement. */
enum Protocol {
  /** Parse, bind, execute: values travel apart from the text. */
  EXTENDED("extended"),
  /** One text, which may hold several statements. */
  SIMPLE("simple");

  private final String queryMode;

  Protocol(String queryMode) {
    this.queryMode = queryMode;
  }

  /** Returns the value of the driver's property {@code preferQueryMode}. */
  String queryMode() {
    return queryMode;
  }
}
