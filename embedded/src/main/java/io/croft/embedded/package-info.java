/**
 * Real PostgreSQL servers, started by the JVM that uses them from binaries on its class path. Each
 * server listens on 127.0.0.1 alone, asks every role for its password and ends with the JVM.
 */
@NullMarked
package io.croft.embedded;

import org.jspecify.annotations.NullMarked;
