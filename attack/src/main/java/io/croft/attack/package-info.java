/**
 * The attack suite: what SQL and code of one tenant try against another, each proved able to
 * succeed where one defence is missing.
 */
@NullMarked
package io.croft.attack;

import org.jspecify.annotations.NullMarked;
