package io.croft.demo;

/** Loyalty points: one for each whole unit of money paid, taken back with a refund. */
final class Points {

  private Points() {}

  static int of(long cents) {
    return (int) (cents / 100);
  }
}
