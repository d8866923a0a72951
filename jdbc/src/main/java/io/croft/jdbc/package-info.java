@NullMarked
package io.croft.jdbc;

import org.jspecify.annotations.NullMarked;
