package io.croft.move;

import io.croft.core.Placement;

/**
 * A home of a recording.
 *
 * @param side which of the specification's two homes it is; one that is renewed is the same
 * @param epoch in the numbers of the specification
 */
record TracedHome(Placement placement, TraceEntry.Side side, int epoch) {}
