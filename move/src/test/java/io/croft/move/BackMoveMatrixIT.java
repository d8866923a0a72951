package io.croft.move;

final class BackMoveMatrixIT extends MoveMatrixContract {

  @Override
  Journey journey() {
    return Journey.BACK;
  }
}
