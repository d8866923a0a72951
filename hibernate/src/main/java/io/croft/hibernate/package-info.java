/** Hibernate over a {@code CroftDataSource}: sessions, caches and sequences of one tenant each. */
@NullMarked
package io.croft.hibernate;

import org.jspecify.annotations.NullMarked;
