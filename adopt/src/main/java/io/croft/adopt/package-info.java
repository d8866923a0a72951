/** Makes the schema of an application that knows no tenants ready for them. */
@NullMarked
package io.croft.adopt;

import org.jspecify.annotations.NullMarked;
