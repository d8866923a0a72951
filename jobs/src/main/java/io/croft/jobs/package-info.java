/** Work that an application does for each of its tenants. */
@NullMarked
package io.croft.jobs;

import org.jspecify.annotations.NullMarked;
