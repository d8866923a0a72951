package io.croft.move;

final class StreamedMoveMatrixIT extends MoveMatrixContract {

  @Override
  Journey journey() {
    return Journey.STREAMED;
  }
}
