/** The events of a run, and how they are written down. */
@NullMarked
package dev.holdfast.engine.history;

import org.jspecify.annotations.NullMarked;
