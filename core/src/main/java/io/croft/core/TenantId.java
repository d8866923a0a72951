package io.croft.core;

import java.util.UUID;

/** The permanent identity of a tenant: a UUID that survives renames and moves. */
public record TenantId(UUID value) {

  /** Returns a new identity from a cryptographically strong random source. */
  public static TenantId random() {
    return new TenantId(UUID.randomUUID());
  }

  /**
   * Returns the identity that {@code text} spells in the usual UUID notation.
   *
   * @throws CroftException {@code tenant-id-invalid} when it spells none
   */
  public static TenantId of(String text) {
    try {
      return new TenantId(UUID.fromString(text));
    } catch (IllegalArgumentException e) {
      throw new CroftException(
          ErrorCode.TENANT_ID_INVALID,
          "\"" + text + "\" is not a tenant id",
          "write it as a UUID, for example 6f1c4f6e-0f0a-4d1c-9a52-0d6f5f0f1a2b",
          e);
    }
  }

  /**
   * Returns the 32 lower-case hexadecimal digits of the UUID, as the register and names hold it.
   */
  public String hex() {
    return value.toString().replace("-", "");
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
