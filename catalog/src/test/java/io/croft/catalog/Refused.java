package io.croft.catalog;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** The assertion that something is refused with a code. */
final class Refused {

  private Refused() {}

  static AbstractThrowableAssert<?, ? extends Throwable> assertRefused(
      ErrorCode code, ThrowingCallable call) {
    CroftException refused = catchThrowableOfType(CroftException.class, call);
    Assertions.assertThat(refused).as("refused").isNotNull();
    Assertions.assertThat(refused.code()).isEqualTo(code);
    Assertions.assertThat(refused.hint()).isNotBlank();
    return Assertions.assertThat(refused);
  }
}
