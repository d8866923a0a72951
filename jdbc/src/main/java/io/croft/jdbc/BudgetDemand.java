package io.croft.jdbc;

/**
 * How many connections of one server a process has and wants.
 *
 * @param used that it has or may open
 * @param needed that it could use at once
 * @param wished that it would keep if nobody needs them
 */
record BudgetDemand(int used, int needed, int wished) {}
