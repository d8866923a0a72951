/** The audit of isolation: rules over PostgreSQL's catalogs, their findings, and their repair. */
@NullMarked
package io.croft.doctor;

import org.jspecify.annotations.NullMarked;
