/** The catalog: tenants, placements, servers, plans, operations and the audit, in PostgreSQL. */
@NullMarked
package io.croft.catalog;

import org.jspecify.annotations.NullMarked;
