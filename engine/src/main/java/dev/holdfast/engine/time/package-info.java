/** The clock of the engine and what waits for it. */
@NullMarked
package dev.holdfast.engine.time;

import org.jspecify.annotations.NullMarked;
