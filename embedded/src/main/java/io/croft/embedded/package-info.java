@NullMarked
package io.croft.embedded;

import org.jspecify.annotations.NullMarked;
