/** The numbers of a {@code CroftDataSource} as meters of Micrometer. */
@NullMarked
package io.croft.micrometer;

import org.jspecify.annotations.NullMarked;
