/**
 * Orders and refunds: what was ordered, the workflow that each one is, and what became of
 * it.
 */
@NullMarked
package dev.holdfast.sample.orders;

import org.jspecify.annotations.NullMarked;
