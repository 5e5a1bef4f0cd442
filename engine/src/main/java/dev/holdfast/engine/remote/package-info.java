/** Activities that a node makes for runs of other nodes. */
@NullMarked
package dev.holdfast.engine.remote;

import org.jspecify.annotations.NullMarked;
