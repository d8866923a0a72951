package io.croft.move;

final class AwayMoveMatrixIT extends MoveMatrixContract {

  @Override
  Journey journey() {
    return Journey.AWAY;
  }
}
