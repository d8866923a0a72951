package io.croft.spring.kafka;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.core.TenantId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * The header in which a record carries its tenant's identity. Records are kept for long, and a slug
 * can be changed, or taken by another tenant.
 */
final class TenantHeader {

  static final String NAME = "croft-tenant";

  private TenantHeader() {}

  static byte[] valueOf(TenantId tenant) {
    return tenant.toString().getBytes(StandardCharsets.US_ASCII);
  }

  /** Returns what is written there, each time that it is; an empty list without the header. */
  static List<String> written(Headers headers) {
    List<String> written = new ArrayList<>(1);
    for (Header header : headers.headers(NAME)) {
      byte @Nullable [] value = header.value();
      written.add(value == null ? "" : new String(value, StandardCharsets.UTF_8));
    }
    return written;
  }

  /**
   * Returns the tenant that a record names, empty when it names none.
   *
   * @throws CroftException {@code tenant-ambiguous}, {@code tenant-id-invalid}
   */
  static Optional<TenantId> tenant(Headers headers) {
    List<String> written = written(headers);
    if (written.size() > 1) {
      throw new CroftException(
          ErrorCode.TENANT_AMBIGUOUS,
          "the record has the header %s %d times".formatted(NAME, written.size()),
          "write it once, or leave it to Croft");
    }
    return written.stream().map(TenantId::of).findFirst();
  }
}
