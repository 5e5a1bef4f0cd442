/** Runs that this node owns: their tasks, their timers, their place in memory. */
@NullMarked
package dev.holdfast.engine.run;

import org.jspecify.annotations.NullMarked;
