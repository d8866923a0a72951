/** A whole fleet on this machine: embedded servers, prepared for tenants, and their catalog. */
@NullMarked
package io.croft.local;

import org.jspecify.annotations.NullMarked;
