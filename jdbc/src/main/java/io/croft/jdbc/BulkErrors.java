package io.croft.jdbc;

import io.croft.core.ErrorCode;
import java.sql.SQLException;

/** How a bulk load fails. */
final class BulkErrors {

  private BulkErrors() {}

  static SQLException refused(String message, String hint) {
    return Errors.of(ErrorCode.BULK_LOAD_REFUSED, message, hint, null);
  }
}
