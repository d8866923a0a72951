/** What Croft's own tests run on: one fleet for all of a JVM, with an application of its own. */
@NullMarked
package io.croft.testbed;

import org.jspecify.annotations.NullMarked;
