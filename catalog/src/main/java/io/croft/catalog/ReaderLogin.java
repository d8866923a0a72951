package io.croft.catalog;

import java.time.Instant;

/**
 * A login by which an application reads the catalog.
 *
 * @param login its name
 * @param passwordSince when it was given its present password
 * @param givenBy who gave it that password, as the audit names it
 * @param exists false when its role was dropped by hand, or a restored catalog is on another server
 */
public record ReaderLogin(String login, Instant passwordSince, String givenBy, boolean exists) {}
