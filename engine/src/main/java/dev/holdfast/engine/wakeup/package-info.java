/** Hints between nodes, so that they need not wait for their next poll. */
@NullMarked
package dev.holdfast.engine.wakeup;

import org.jspecify.annotations.NullMarked;
