/** Keeps tenants apart in Spring's caches. */
@NullMarked
package io.croft.spring.cache;

import org.jspecify.annotations.NullMarked;
