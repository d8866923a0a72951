/** What an application keeps beside its tenants. */
@NullMarked
package io.croft.spring.reports;

import org.jspecify.annotations.NullMarked;
