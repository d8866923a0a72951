package io.croft.move;

/**
 * A column of a table in a stream of changes.
 *
 * @param key whether it belongs to the replica identity; all columns do when that is full
 * @param type the identity of its type, which differs between databases for types of their own
 * @param modifier of the type, such as a length; -1 for none
 */
record Column(String name, boolean key, int type, int modifier) {}
