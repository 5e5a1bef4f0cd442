/** Replays executions with the code of this node without going on with them. */
@NullMarked
package dev.holdfast.engine.rehearsal;

import org.jspecify.annotations.NullMarked;
