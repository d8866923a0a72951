@NullMarked
package io.croft.catalog;

import org.jspecify.annotations.NullMarked;
