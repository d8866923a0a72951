package io.croft.jdbc;

/**
 * The connections of one server at one moment, and what they were used for so far.
 *
 * @param server the server's name in the catalog
 * @param budget the most connections that may exist
 * @param inUse held by transactions
 * @param idle not in use, nor being made
 * @param connecting being made
 * @param waiting threads that wait for one
 * @param logins connections made so far
 * @param failedLogins attempts to make one that failed so far
 * @param evictions idle connections closed so far to make room for another database or login
 * @param barred true while the server is left alone because it did not answer several times
 * @param barredLogins how many logins are left alone because they were refused several times
 * @param usage of all tenants on it together
 */
public record ServerSnapshot(
    String server,
    int budget,
    int inUse,
    int idle,
    int connecting,
    int waiting,
    long logins,
    long failedLogins,
    long evictions,
    boolean barred,
    int barredLogins,
    Usage usage) {}
