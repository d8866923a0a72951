package io.croft.move;

final class FencedMoveMatrixIT extends MoveMatrixContract {

  @Override
  Journey journey() {
    return Journey.FENCED_COPY;
  }
}
