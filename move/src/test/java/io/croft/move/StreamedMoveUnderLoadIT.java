package io.croft.move;

final class StreamedMoveUnderLoadIT extends MoveUnderLoadContract {

  @Override
  MoveMode mode() {
    return MoveMode.STREAMED;
  }
}
