package io.croft.jdbc;

import java.util.List;
import java.util.stream.Stream;

/** All that is compared. */
final class Faces {

  private Faces() {}

  static List<Face> all() {
    return Stream.of(
            StatementFaces.all(),
            PreparedFaces.all(),
            CallFaces.all(),
            BatchFaces.all(),
            KeyFaces.all(),
            ParameterFaces.all(),
            ValueFaces.all(),
            ArrayFaces.all(),
            CursorFaces.all(),
            ScrollFaces.all(),
            TransactionFaces.all(),
            SavepointFaces.all(),
            ShapeFaces.all(),
            MetaDataFaces.all(),
            WarningFaces.all(),
            ConnectionFaces.all(),
            ClosedFaces.all())
        .flatMap(List::stream)
        .toList();
  }
}
