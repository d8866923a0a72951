package io.croft.adopt;

/**
 * Something to know or to look at, which the migration does not change.
 *
 * @param object what it is about
 * @param text what there is to know
 */
public record Remark(String object, String text) {}
