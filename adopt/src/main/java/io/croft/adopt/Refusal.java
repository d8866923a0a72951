package io.croft.adopt;

/**
 * Something that cannot be made ready for tenants safely; while there is one, there is no
 * migration.
 *
 * @param object what it is about
 * @param problem why
 * @param remedy what to do, in a migration of the application's own before this one
 */
public record Refusal(String object, String problem, String remedy) {}
