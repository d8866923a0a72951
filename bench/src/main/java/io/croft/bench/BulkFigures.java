package io.croft.bench;

/**
 * How fast rows go into a table.
 *
 * @param way how they were loaded
 * @param rowsPerSecond median
 * @param ofCopy its rate as a share of plain {@code COPY}'s
 */
record BulkFigures(String way, long rowsPerSecond, Ratio ofCopy) {}
