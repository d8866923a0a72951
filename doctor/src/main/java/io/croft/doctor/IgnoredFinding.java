package io.croft.doctor;

/**
 * A finding that the ignore file names.
 *
 * @param finding what was found
 * @param reason why it does not count
 */
public record IgnoredFinding(Finding finding, String reason) {}
