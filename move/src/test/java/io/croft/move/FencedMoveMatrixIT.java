package io.croft.move;

final class FencedMoveMatrixIT extends MoveMatrixContract {

  @Override
  MoveMode mode() {
    return MoveMode.FENCED_COPY;
  }
}
