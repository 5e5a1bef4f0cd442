/**
 * One run as code: deterministic coroutines, commands, and their comparison with history.
 */
@NullMarked
package dev.holdfast.engine.replay;

import org.jspecify.annotations.NullMarked;
