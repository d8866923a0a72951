@NullMarked
package io.croft.spring.test.notes;

import org.jspecify.annotations.NullMarked;
