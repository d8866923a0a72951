package io.croft.move;

final class FencedMoveUnderLoadIT extends MoveUnderLoadContract {

  @Override
  MoveMode mode() {
    return MoveMode.FENCED_COPY;
  }
}
