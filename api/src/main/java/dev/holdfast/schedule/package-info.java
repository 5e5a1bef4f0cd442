/** Workflows that are started by the calendar and the clock. */
@NullMarked
package dev.holdfast.schedule;

import org.jspecify.annotations.NullMarked;
