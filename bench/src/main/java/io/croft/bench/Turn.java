package io.croft.bench;

import io.croft.core.TenantId;
import java.util.SplittableRandom;

/**
 * Whose turn it is.
 *
 * @param number of the tenant; its ids begin there
 * @param tenant who it is
 * @param random draws the keys
 */
record Turn(int number, TenantId tenant, SplittableRandom random) {}
