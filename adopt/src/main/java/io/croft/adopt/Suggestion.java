package io.croft.adopt;

/**
 * A table that may belong to no tenant; only somebody who knows the application can say.
 *
 * @param table its name, as the option takes it
 * @param reason what speaks for it
 */
public record Suggestion(String table, String reason) {}
