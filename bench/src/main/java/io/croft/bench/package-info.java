/**
 * Measures what Croft costs, beside the same work without it; each figure is a ratio of one run.
 */
@NullMarked
package io.croft.bench;

import org.jspecify.annotations.NullMarked;
