package io.croft.catalog;

/**
 * What a process may hold of a server's connection budget, until it claims again or its time ends.
 *
 * @param permits the most connections that it may have open; one that has more closes some and
 *     claims again, and until then they stay counted for it
 * @param fair what it will be given when the others have given back what is theirs no more; 0 when
 *     more processes share the budget than it has connections
 * @param budget how many connections all applications together may hold
 */
public record BudgetShare(int permits, int fair, int budget) {}
