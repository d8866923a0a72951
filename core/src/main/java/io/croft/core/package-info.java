/** What every part of Croft speaks of: tenant, placement, scope and errors. Free of frameworks. */
@NullMarked
package io.croft.core;

import org.jspecify.annotations.NullMarked;
