package io.croft.catalog;

import java.util.UUID;

/**
 * A worker's hold on an operation. It lasts until another worker claims the operation, which it can
 * when the lease has ended; from then on every update that carries this claim is refused.
 *
 * @param operation as it was when it was claimed
 * @param worker who holds it
 * @param attempt the token that every update carries
 */
public record Claim(Operation operation, String worker, long attempt) {

  /** Returns the identity of the operation. */
  public UUID id() {
    return operation.id();
  }
}
