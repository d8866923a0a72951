package io.croft.move;

final class HeldMoveMatrixIT extends MoveMatrixContract {

  @Override
  Journey journey() {
    return Journey.HELD;
  }
}
