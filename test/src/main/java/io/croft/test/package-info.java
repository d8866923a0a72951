/** The test kit: a whole Croft on real PostgreSQL servers in one JVM. */
@NullMarked
package io.croft.test;

import org.jspecify.annotations.NullMarked;
