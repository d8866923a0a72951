/** The gate: the SQL that lets PostgreSQL itself keep tenants apart, and its Java face. */
@NullMarked
package io.croft.gate;

import org.jspecify.annotations.NullMarked;
