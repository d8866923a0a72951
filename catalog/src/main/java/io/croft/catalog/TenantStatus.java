package io.croft.catalog;

import java.util.Locale;

/** Whether a tenant may be used. */
public enum TenantStatus {
  /** Its home is being made. */
  PROVISIONING,
  /** In use. */
  ACTIVE,
  /** Kept, but not to be used. */
  SUSPENDED,
  /** Its data are gone. */
  ERASED;

  /** Returns the word used in SQL and JSON: the name in lower case. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static TenantStatus of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
