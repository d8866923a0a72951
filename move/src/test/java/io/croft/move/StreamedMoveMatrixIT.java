package io.croft.move;

final class StreamedMoveMatrixIT extends MoveMatrixContract {

  @Override
  MoveMode mode() {
    return MoveMode.STREAMED;
  }
}
