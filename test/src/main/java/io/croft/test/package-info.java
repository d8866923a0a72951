/**
 * What an application's tests are given: tenants on real PostgreSQL servers, tests in their scopes,
 * and proofs that they are apart.
 */
@NullMarked
package io.croft.test;

import org.jspecify.annotations.NullMarked;
